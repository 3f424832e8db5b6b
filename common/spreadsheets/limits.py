"""What an uploaded spreadsheet may cost, checked in the parsing process. Sizes in bytes, times in seconds."""

MAX_FILE_SIZE = 20 * 1024**2
MAX_MEMBERS = 200
MAX_UNPACKED_SIZE = 200 * 1024**2
MAX_RATIO = 100
# A small archive may be packed as tightly as it likes: a blank sheet of one office was 1 : 130.
RATIO_COUNTS_FROM = 1024**2
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_MERGED_ROWS = 500_000  # all merged areas together

MEMORY = 1024**3
CPU_SECONDS = 60
WALL_SECONDS = 90
