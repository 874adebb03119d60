/// Something in the file that could not be read as it should. Reading went on where it could.
package struct CaptureProblem: Equatable, Sendable {
    /// Byte offset in the (decompressed) file.
    package let offset: Int
    /// The last frame before the problem, or the frame it is about; nil when it concerns none.
    package let frame: Int?
    package let message: String
    /// Something is lost; else it is only worth knowing.
    package let isDamage: Bool

    package init(offset: Int, frame: Int?, message: String, isDamage: Bool = true) {
        self.isDamage = isDamage
        self.offset = offset
        self.frame = frame
        self.message = message
    }
}
