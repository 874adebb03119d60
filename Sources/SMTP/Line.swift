/// One line of a party without its line end.
struct Line {
    /// The first octets, at most as many as the splitter keeps.
    var octets: [UInt8]
    /// All octets of the line with its line end.
    var length: Int
    var first: Moment
    var last: Moment
    /// Ended with a lone LF.
    var endsWithBareLF = false
    /// No line end was seen: the stream or the capture stopped.
    var isCut = false

    /// Octets of the line end.
    var endLength: Int { isCut ? 0 : endsWithBareLF ? 1 : 2 }
}
