using ZeroG.Chain.Networks;

namespace ZeroG.Nodes.Detached;

/// <summary>What a detached node says of itself to other processes: the content of <c>node.json</c>. It holds no secret.</summary>
public sealed record NodeRecord
{
    /// <summary>Tells two nodes of one name apart that ran one after the other.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name by which a user finds it.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Where it was in its life when it wrote this. <see cref="NodeStateFolder.StateOf"/> knows what became of it.</summary>
    public required NodeState State { get; init; }

    /// <summary>Its process; null before it runs.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Where clients reach it; null before it listens.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Addresses of all its parts by name.</summary>
    public IReadOnlyDictionary<string, Uri> Endpoints { get; init; } = new Dictionary<string, Uri>();

    /// <summary>The network that it is; null for a node that is none.</summary>
    public Network? Network { get; init; }

    /// <summary>The cmdlet that started it.</summary>
    public required string Command { get; init; }

    /// <summary>The cmdlet's parameters as text, secrets and keys in addresses masked.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder of its data; null when it keeps none.</summary>
    public string? DataPath { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became ready; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before, and when it could not say so.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How its process ended: 0 as asked, 1 by a failure, 137 killed by Stop-ZgNode; null when nobody saw it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Id of the failure that ended it; null for none.</summary>
    public string? FailureId { get; init; }

    /// <summary>The failure in words; null for none.</summary>
    public string? Failure { get; init; }

    /// <summary>Version of the module that runs it.</summary>
    public required string ModuleVersion { get; init; }
}
