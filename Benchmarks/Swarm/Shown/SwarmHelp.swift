/// What `aura-swarm --help` says besides the options.
enum SwarmHelp {
    /// The exit code when a target was missed.
    static let missed: Int32 = 1
    /// The exit code when something could not be measured.
    static let notMeasured: Int32 = 2

    static let text = """
        One aura server runs in a network namespace of its own, with files that server-init made. The clients are in \
        this program, in another: real links and handshakes, a certificate for each, no TUN devices. The wire between \
        them has a hundred subnets, so that clients come from a hundred addresses. Nothing else is touched, and all \
        is removed in the end, also on Ctrl-C. Needs root.

        WHAT IS DONE
          1. One client of each transport connects alone and sends pings to the server's inner address, few and then \
        many: what the many cost the server's processor more than the few is what a packet costs.
          2. All clients connect at once. What the server's memory (PSS) has grown by, divided by their number, is \
        the memory of a client.
          3. Light traffic: each client sends a ping a second, and agrees on new keys every --rekey-after seconds.
          4. The cost of a packet again, at the same rate, now from all clients of a transport by turns.
          5. Some udp clients connect and say goodbye over and over: the server's processor time for a handshake, \
        user and system, that of packets and log lines around it included.

        Gross costs lay on packets everything that the server did meanwhile, new keys and keepalives included.

        Standard output gets tables in Markdown, standard error what is going on.

        EXAMPLES
          aura-swarm
              A thousand clients, five minutes of light traffic: about eight minutes in all.
          aura-swarm --clients 100 --minutes 0.2 --cost-seconds 2 --handshake-seconds 2
              A quick look.
          aura-swarm --check --json swarm.json
              Fails when a target is missed.

        EXIT CODES
          0   everything was measured
          1   --check: a target was missed
          2   something could not be measured; standard error says what
          64  the command line cannot be understood
          77  this machine lacks something, which is said
          130, 143  ended by Ctrl-C or SIGTERM
        """
}
