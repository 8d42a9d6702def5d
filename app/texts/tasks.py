"""What a task asks a person to do."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

TASKS = {
    "task_dropped": QT_TRANSLATE_NOOP(
        "texts",
        "{door}: the lock says yes to a code and does not keep it. It is not sent again; look at the lock, or read it and apply once more.",
    ),
    "task_not_sent": QT_TRANSLATE_NOOP(
        "texts",
        "{door}: a code does not reach the lock. It is not sent again; look at the lock and the network.",
    ),
    "task_still_there": QT_TRANSLATE_NOOP(
        "texts",
        "{door}: a code that was taken away is still on the lock. Take it away at the lock itself.",
    ),
    "task_second_computer": QT_TRANSLATE_NOOP(
        "texts",
        "{door}: another computer with a copy of this project operates this lock. Whoever ever held a copy can, until the lock is paired anew.",
    ),
}
