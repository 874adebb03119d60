/// How the HTML report looks: dark or light as the reader's system is, and fit for paper.
enum HTMLStyle {
    static let css: Markup = """
        :root { color-scheme: light dark; --ink: #1c2127; --soft: #5a6572; --paper: #ffffff; --card: #f6f7f9; --line: #d9dee4;
          --good: #1a7f37; --bad: #b42318; --open: #8a5a00; --link: #0a5fb4; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa5b1; --paper: #14171b; --card: #1d2126;
          --line: #343b43; --good: #56c271; --bad: #ff8075; --open: #e3b341; --link: #79b8ff; } }
        @media print { :root { color-scheme: light; --ink: #000000; --soft: #444444; --paper: #ffffff; --card: #ffffff;
          --line: #bbbbbb; --good: #11602a; --bad: #8f1a12; --open: #6b4600; --link: #000000; }
          article { break-inside: avoid-page; } a { text-decoration: none; } body { font-size: 10pt; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 3rem; color: var(--ink); background: var(--paper);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; line-height: 1.3; margin: 0; }
        p { margin: .5rem 0; } ul, ol { margin: .25rem 0; padding-left: 1.4rem; }
        a { color: var(--link); } code, pre, .wire { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .86em; }
        code { overflow-wrap: anywhere; } pre { overflow-x: auto; } .soft { color: var(--soft); }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: 1rem 0; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
        .list { overflow-x: auto; } .wire td { overflow-wrap: anywhere; }
        th { color: var(--soft); font-weight: 600; }
        .device { border-left: 4px solid var(--link); background: var(--card); padding: .6rem 1rem; margin: 1rem 0; }
        .device h2 { font-size: 1rem; }
        article { border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; background: var(--card);
          padding: .9rem 1.1rem; margin: 1.25rem 0; }
        .delivered { border-left-color: var(--good); } .refused, .failed { border-left-color: var(--bad); }
        .partial, .unknown, .test-only { border-left-color: var(--open); }
        .mark.delivered { color: var(--good); } .mark.refused, .mark.failed { color: var(--bad); }
        .mark.partial, .mark.unknown, .mark.test-only { color: var(--open); }
        .ladder { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem; margin: .6rem 0; padding: 0; font-size: .84rem; }
        .ladder li { border: 1px solid var(--line); border-radius: 999px; padding: .05rem .6rem; background: var(--paper); }
        .ladder .passed { color: var(--good); } .ladder .failed { color: var(--bad); border-color: var(--bad); font-weight: 700; }
        .ladder .unseen { color: var(--open); } .ladder .skipped { color: var(--soft); }
        .wire { width: 100%; margin: .6rem 0; } .wire td { border: 0; padding: .1rem .5rem; background: var(--paper); }
        .wire td:first-child { color: var(--soft); text-align: right; white-space: nowrap; width: 1%; }
        dl { display: grid; grid-template-columns: 6.5rem 1fr; gap: .35rem .75rem; margin: .75rem 0 .25rem; }
        dt { font-weight: 600; } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; } dd > ol, dd > ul { margin: 0; }
        details { margin: .5rem 0; } summary { cursor: pointer; color: var(--soft); }
        footer { color: var(--soft); font-size: .86rem; margin-top: 2rem; }
        @media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0 0; } dt { margin-top: .5rem; } }
        """
}
