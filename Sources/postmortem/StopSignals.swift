import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// SIGINT and SIGTERM end a live capture in good order; the second one ends the program at once.
final class StopSignals {
    private let received = Count()
    private var sources: [any DispatchSourceSignal] = []

    /// Shared with the queue on which the handlers run.
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    /// One of them came.
    var hasCome: Bool { received.value.load(ordering: .relaxed) > 0 }

    /// From here on the signals do nothing else. A reader that goes away is seen when writing, too.
    func start() {
        signal(SIGPIPE, SIG_IGN)
        let queue = DispatchQueue(label: "signals")
        let received = received
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler runs on the queue, not in the signal: it may do what any code may.
            source.setEventHandler {
                if received.value.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
            }
            source.resume()
            sources.append(source)
        }
    }
}
