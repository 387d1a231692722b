namespace ZeroG.Testing.Faults;

/// <summary>
/// Which requests meet which fault. Everything follows from the seed and from how often a method was called at a server, so a schedule
/// that failed fails again by itself, whatever runs beside it.
/// </summary>
public sealed class FaultSchedule
{
    private static readonly FaultKind[] AllKinds = Enum.GetValues<FaultKind>();

    private readonly int _seed;
    private readonly double _rate;
    private readonly FaultKind[] _kinds = [];
    private readonly Func<string, string, int, FaultKind?>? _rule;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Server, string Method), int> _calls = [];
    private readonly List<string> _met = [];
    private int _left;

    /// <summary>Draws the schedule of a seed: how many faults, how often, and of which kinds.</summary>
    public FaultSchedule(int seed)
    {
        Random random = new(seed);
        _seed = seed;
        _rate = random.Next(4) switch { 0 => 0.05, 1 => 0.15, 2 => 0.4, _ => 0.8 };
        _left = random.Next(1, 25);
        _kinds = random.Next(3) == 0 ? [AllKinds[random.Next(AllKinds.Length)]] : [.. AllKinds.Where(_ => random.Next(2) == 0)];
        Random = random;
    }

    /// <summary>A schedule by rule.</summary>
    /// <param name="rule">The fault of a call by server, method and how often it was called there; null for none.</param>
    public FaultSchedule(Func<string, string, int, FaultKind?> rule)
    {
        _rule = rule;
        Random = new Random(0);
    }

    /// <summary>Source of everything else that a test draws for this schedule.</summary>
    public Random Random { get; }

    /// <summary>The faults met so far, for the message of a failure.</summary>
    public IReadOnlyList<string> Met
    {
        get
        {
            lock (_gate)
            {
                return [.. _met];
            }
        }
    }

    /// <summary>The fault of the next call, or null for none; with a source for its details.</summary>
    /// <param name="server">Name of the server.</param>
    /// <param name="method">Method, or methods of a batch.</param>
    public (FaultKind Kind, Random Random)? Next(string server, string method)
    {
        int count;
        lock (_gate)
        {
            count = _calls[(server, method)] = _calls.GetValueOrDefault((server, method)) + 1;
        }

        Random random = new(StableHash($"{_seed}/{server}/{method}/{count}"));
        FaultKind? ruled = _rule?.Invoke(server, method, count);
        lock (_gate)
        {
            if (ruled is { } set)
            {
                _met.Add($"{server} {method} #{count}: {set}");
                return (set, random);
            }

            if (_left == 0 || _kinds.Length == 0 || random.NextDouble() >= _rate)
            {
                return null;
            }

            _left--;
            FaultKind kind = _kinds[random.Next(_kinds.Length)];
            _met.Add($"{server} {method} #{count}: {kind}");
            return (kind, random);
        }
    }

    // FNV-1a; the runtime's own hash of a string changes from process to process.
    private static int StableHash(string text) =>
        (int)text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619));
}
