import ArgumentParser
import Capture
import Reports

/// Why an interface could not be opened, with what to do about it.
struct LiveRefusal {
    private let error: LiveCaptureError
    private let known: [NetworkInterface]

    init(_ error: LiveCaptureError, interface: String) {
        do throws(LiveCaptureError) { known = try InterfaceList.all() } catch { known = [] }
        // Without permission libpcap does not get as far as to see that there is none.
        if case .notPermitted = error, !known.isEmpty, !known.contains(where: { $0.name == interface }) {
            self.error = .noSuchDevice(name: interface, reason: "not on this machine")
        } else {
            self.error = error
        }
    }

    /// Tells it on standard error.
    func told() -> ExitCode {
        Output.complain(message)
        return ExitCode(status)
    }

    private var status: Int32 {
        switch error {
        case .notPermitted: ExitStatus.notPermitted
        case .wrongFilter: ExitStatus.wrongUsage
        case .noSuchDevice, .deviceDown, .cannotCapture: ExitStatus.nothingRead
        }
    }

    private var message: String {
        switch error {
        case .notPermitted(let device, let reason):
            """
            no permission to capture on \(device) (\(reason)). Either
              let the program capture:   sudo setcap cap_net_raw,cap_net_admin=eip "$(which postmortem)"
              or only a group of people: sudo chgrp GROUP "$(which postmortem)" && sudo chmod 750 "$(which postmortem)"
                                         before the setcap above
              or run it with sudo:       it gives up root as soon as the interface is open
            """
        case .noSuchDevice(let name, _):
            known.isEmpty
                ? "no interface \(name)"
                : "no interface \(name). There are: \(known.map(\.name).joined(separator: ", "))"
        case .deviceDown, .wrongFilter, .cannotCapture: "\(error)"
        }
    }
}
