/// What a file holds beside its frames.
package struct CaptureContents: Sendable {
    /// Those that `Frame.interface` counts.
    package let interfaces: [CaptureInterface]
    package let notes: CaptureNotes
}
