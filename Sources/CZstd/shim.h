// libzstd's public headers, for captures that zstd compressed; the second one tells a window that is too large from damage.
#include <zstd.h>
#include <zstd_errors.h>
