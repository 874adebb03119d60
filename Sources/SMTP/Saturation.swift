/// The sum of two counts from a capture, at most `Int.max`; a negative count is none.
func saturated(_ count: Int, _ more: Int) -> Int {
    let (sum, overflow) = count.addingReportingOverflow(max(0, more))
    return overflow ? Int.max : sum
}
