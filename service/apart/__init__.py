"""Work apart from the server: the interpreter does one thing at a time, and whoever renders and checks keeps it from readers.

frames → process → crew      one process that stays, and what is said to it; a few of them, which take their turn
parcels → tasks               what is sent to and fro; what is done with it
program                       the process at the other end: `python -m service.apart`
examiner                      an `Examiner` that has it done apart
"""

from service.apart.crew import Crew, NobodyError
from service.apart.examiner import ApartExaminer
from service.apart.process import Bounds
from service.apart.tasks import Advised, Markup

__all__ = ["Advised", "ApartExaminer", "Bounds", "Crew", "Markup", "NobodyError"]
