"""What an uploaded picture or PDF may cost, checked in the parsing process. Sizes in bytes, times in seconds."""

MAX_FILE_SIZE = 10 * 1024**2
MAX_PIXELS = 50_000_000
MAX_SIDE = 2000  # of a picture that is kept
MAX_PAGES = 200
MAX_OBJECTS = 200_000  # of a PDF
MAX_DRAWING = 2 * 1024**2  # of a first page whose words are looked at; a map has more lines than words
MAX_UNPACKED = 50 * 1024**2  # of one picture within a PDF

MEMORY = 1024**3
CPU_SECONDS = 20
WALL_SECONDS = 40
