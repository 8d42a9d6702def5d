// Switches off everything matter.js would take from this computer by itself: arguments, MATTER_* variables, ~/.matter,
// files, signals. Import it before any other module of matter.js (order of static imports decides).
import { config } from "@matter/nodejs/config";

config.loadProcessArgv = false;
config.loadProcessEnv = false;
config.loadConfigFile = false;
config.initializeStorage = false; // no driver is registered, so nothing can reach the disk unasked
config.installFilesystem = false;
config.trapProcessSignals = false;
config.setProcessExitCodeOnError = false;
