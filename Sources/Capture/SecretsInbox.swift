import Synchronization

/// Decryption secrets of pcapng files, handed over as soon as they are read: the notes of a file are complete at its end
/// only.
package final class SecretsInbox: Sendable {
    private let secrets = Mutex<[DecryptionSecrets]>([])
    private let count = Atomic<Int>(0)
    private let isOpen = Atomic<Bool>(false)

    package init() {}

    /// A pcapng file is being read: secrets may stand anywhere in it.
    package var mayGrow: Bool { isOpen.load(ordering: .relaxed) }

    /// Cheap enough to be asked with every frame.
    package var hasSecrets: Bool { count.load(ordering: .relaxed) > 0 }

    package func take() -> [DecryptionSecrets] {
        secrets.withLock { list in
            count.store(0, ordering: .relaxed)
            defer { list = [] }
            return list
        }
    }

    func expect() { isOpen.store(true, ordering: .relaxed) }

    func put(_ one: DecryptionSecrets) {
        secrets.withLock { list in
            list.append(one)
            count.store(list.count, ordering: .relaxed)
        }
    }
}
