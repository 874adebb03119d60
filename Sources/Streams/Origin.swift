package import Capture

/// The frame that shows something, and its time.
package struct Origin: Hashable, Sendable {
    package var frame: Int
    package var time: Timestamp

    package init(frame: Int, time: Timestamp) {
        self.frame = frame
        self.time = time
    }
}
