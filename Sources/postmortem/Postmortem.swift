@main
struct Postmortem {
    static func main() {}
}
