// liblz4's header of the frame format (what the lz4 program writes), for captures that it compressed.
#include <lz4frame.h>
