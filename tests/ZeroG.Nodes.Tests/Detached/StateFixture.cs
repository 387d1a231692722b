using ZeroG.Nodes.Detached;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Detached;

/// <summary>A store of detached nodes in a temporary folder, and records as a node would write them.</summary>
internal sealed class StateFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public StateFixture() => Store = new NodeStateStore(_folder["nodes"]);

    public NodeStateStore Store { get; }

    public static NodeRecord NewRecord(NodeState state = NodeState.Running, ProcessIdentity? process = null, string name = "one") => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        Kind = NodeKind.Indexer,
        State = state,
        Process = process,
        Command = "Start-ZgIndexer",
        CreatedAt = DateTimeOffset.UtcNow,
        ModuleVersion = "0.1.0",
    };

    /// <summary>A state folder with a record in it.</summary>
    public NodeStateFolder Put(NodeRecord record)
    {
        NodeStateFolder folder = Store.FolderOf(record.Name);
        folder.Create();
        folder.Write(record);
        return folder;
    }

    public void Dispose() => _folder.Dispose();
}
