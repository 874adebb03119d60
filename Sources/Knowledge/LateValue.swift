import Synchronization

/// A value that is read when it is first asked for.
final class LateValue<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>
    private let read: @Sendable () -> Value

    init(_ value: Value) {
        self.value = Mutex(value)
        read = { value }
    }

    init(reading read: @escaping @Sendable () -> Value) {
        value = Mutex(nil)
        self.read = read
    }

    var current: Value {
        value.withLock { value in
            if let value { return value }
            let fresh = read()
            value = fresh
            return fresh
        }
    }
}
