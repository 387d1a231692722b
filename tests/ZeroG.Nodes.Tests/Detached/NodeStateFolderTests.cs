using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Nodes.Detached;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Detached;

public sealed class NodeStateFolderTests : IDisposable
{
    private readonly StateFixture _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Record_WithEveryProperty_IsReadAsWritten()
    {
        NodeRecord record = StateFixture.NewRecord(NodeState.Running, ProcessIdentity.Current) with
        {
            Uri = new Uri("http://127.0.0.1:5678/"),
            Endpoints = new Dictionary<string, Uri> { ["chain"] = new("http://127.0.0.1:8545/") },
            Network = NetworkCatalog.Devnet with { Name = "own", IsBuiltIn = false, FlowAddress = NetworkCatalog.Mainnet.FlowAddress },
            Parameters = new Dictionary<string, string> { ["Port"] = "5678" },
            DataPath = "/data",
            StartedAt = DateTimeOffset.UtcNow,
            EndedAt = DateTimeOffset.UtcNow,
            ExitCode = 1,
            FailureId = "ZgPortInUse",
            Failure = "Zu spät.",
        };

        NodeRecord read = _state.Put(record).Read()!;

        Assert.Equal(record.Endpoints, read.Endpoints);
        Assert.Equal(record.Parameters, read.Parameters);
        Assert.Equal(record, read with { Endpoints = record.Endpoints, Parameters = record.Parameters });
    }

    [Theory]
    [InlineData(NodeState.Starting)]
    [InlineData(NodeState.Running)]
    [InlineData(NodeState.Stopping)]
    public void State_OfARecordWhoseProcessIsGone_IsFaulted(NodeState state)
    {
        NodeRecord reused = StateFixture.NewRecord(state, ProcessIdentity.Current with { Start = "an earlier process of this number" });
        NodeStateFolder folder = _state.Put(reused);

        Assert.Equal(NodeState.Faulted, folder.StateOf(reused));
        Assert.Contains("ended without a word", _state.Store.Find("one")!.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NodeState.Stopped)]
    [InlineData(NodeState.Faulted)]
    public void State_OfAnEndedNode_IsWhatItSaid(NodeState state)
    {
        NodeRecord record = StateFixture.NewRecord(state, ProcessIdentity.Current);

        Assert.Equal(state, _state.Put(record).StateOf(record));
    }

    [Fact]
    public async Task State_WhileTheLockIsHeld_IsWhatItSays()
    {
        NodeRecord record = StateFixture.NewRecord(NodeState.Running);
        NodeStateFolder folder = _state.Put(record);
        using (await FileLock.TakeAsync(folder.LockPath, default))
        {
            Assert.Equal(NodeState.Running, folder.StateOf(record));
            Assert.Null(await FileLock.TakeAsync(folder.LockPath, default));
        }

        Assert.Equal(NodeState.Faulted, folder.StateOf(record));
    }

    [Fact]
    public async Task State_WhileSomebodyStartsIt_IsStarting()
    {
        NodeRecord record = StateFixture.NewRecord(NodeState.Starting);
        NodeStateFolder folder = _state.Put(record);
        using FileLock? start = await FileLock.TakeAsync(folder.StartLockPath, default);

        Assert.Equal(NodeState.Starting, folder.StateOf(record));
        ZeroGException refused = await Assert.ThrowsAsync<ZeroGException>(() => _state.Store.Find("one")!.StopAsync());
        Assert.Equal("ZgNodeState", refused.ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"kind\":\"Oracle\"}")]
    public void Record_Damaged_IsShownAndCanBeRemoved(string json)
    {
        NodeStateFolder folder = _state.Put(StateFixture.NewRecord());
        File.WriteAllText(folder.RecordPath, json);

        DetachedNode shown = Assert.Single(_state.Store.List());

        Assert.Equal((NodeKind.Unknown, NodeState.Faulted, "one"), (shown.Kind, shown.State, shown.Name));
        Assert.Contains(folder.RecordPath, shown.Failure!.Message, StringComparison.Ordinal);
        shown.Remove();
        Assert.Empty(_state.Store.List());
    }

    [Fact]
    public void Remove_NodeThatLives_IsRefused()
    {
        _state.Put(StateFixture.NewRecord(NodeState.Running, ProcessIdentity.Current));

        Assert.Equal("ZgNodeState", Assert.Throws<ZeroGException>(() => _state.Store.Find("one")!.Remove()).ErrorId);
    }

    [Fact]
    public void Node_WhoseNameWasTakenAgain_IsStoppedAndNotTheOther()
    {
        _state.Put(StateFixture.NewRecord(NodeState.Running));
        DetachedNode first = _state.Store.Find("ONE")!;
        _state.Put(StateFixture.NewRecord(NodeState.Running, ProcessIdentity.Current));

        Assert.Equal(NodeState.Stopped, first.State);
        Assert.Equal(NodeState.Running, _state.Store.Find("one")!.State);
    }

    [Fact]
    public void Folder_IsForItsUserAlone()
    {
        NodeStateFolder folder = _state.Put(StateFixture.NewRecord());
        OwnerOnly.Share(folder.Path);
        Assert.False(OwnerOnly.Is(folder.Path));

        folder.Create();
        folder.WriteControl(new NodeControlAddress(new Uri("http://127.0.0.1:1/"), "token"));

        Assert.True(OwnerOnly.Is(folder.Path));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.True(OwnerOnly.Is(file), file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("nul")]
    [InlineData("ä")]
    public void Name_ThatCannotNameAFolderEverywhere_IsRefused(string name)
    {
        Assert.Equal("ZgNodeNameInvalid", Assert.Throws<ZeroGException>(() => _state.Store.FolderOf(name)).ErrorId);
        Assert.Null(_state.Store.Find(name));
    }
}
