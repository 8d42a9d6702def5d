"""From code and parameters to a sentence: the same words in the window, on the command line and on paper."""
