// libpcap's public header, for the names of link types and for live capture.
#include <pcap/pcap.h>
