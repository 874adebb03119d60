extension Dialogue {
    /// The exchanges with a reply, in the order in which the replies came. `exchanges` themselves are in the order of
    /// their commands, which differs where a client pipelines or talks before the greeting.
    package var replyOrder: [Int] {
        entries.compactMap { entry in
            if case .reply(let exchange) = entry { exchange } else { nil }
        }
    }
}
