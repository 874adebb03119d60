// zlib's public header, for captures that gzip compressed.
#include <zlib.h>
