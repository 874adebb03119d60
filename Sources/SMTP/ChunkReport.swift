/// The message that BDAT chunks make up, between two chunks.
struct ChunkReport {
    var transaction: Int?
    /// The present chunk stands in the dialogue already; of a DATA message: its only part.
    var isAnnounced = false
}
