using System.Management.Automation;
using System.Net;
using System.Security;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Nodes;

/// <summary>
/// A cmdlet that starts one node. The node belongs to this process and goes on after the cmdlet; with -Detached it gets a process of its
/// own, in which the same cmdlet starts it and keeps it until somebody stops it.
/// </summary>
public abstract class StartNodeCmdlet : ZgCmdlet
{
    /// <summary>Name by which the node is found; the kind, with a number where that is taken, when omitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrWhiteSpace]
    public string? Name { get; set; }

    /// <summary>Folder of its data, made where it is missing; a temporary one that is deleted when the node stops, when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? DataPath { get; set; }

    /// <summary>Port to listen on; a free one when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Address to listen on; loopback, which only this machine reaches, when omitted.</summary>
    [Parameter]
    [ValidateNotNull]
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Runs the node in a process of its own, which goes on when this one ends.</summary>
    [Parameter]
    public SwitchParameter Detached { get; set; }

    /// <summary>Folder of the states of detached nodes; the one in ZEROG_NODES, else the user's, when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? StatePath { get; set; }

    /// <summary>How long a detached node may take to become ready; two minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The name of the first node of the kind.</summary>
    private protected abstract string DefaultName { get; }

    /// <summary>What is started, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <summary>What the node will be.</summary>
    private protected abstract NodeKind Kind { get; }

    /// <summary>Makes the node, which has not started.</summary>
    private protected abstract Task<INode> CreateAsync(string name);

    /// <summary>Asks for what another process, which nobody can answer, would have to ask for.</summary>
    private protected virtual Task BeforeDetachingAsync() => Task.CompletedTask;

    /// <summary>Asks for the password of a kept wallet that was named without one; for <see cref="BeforeDetachingAsync"/>.</summary>
    private protected async Task AskForPasswordAsync(string? wallet, SecureString? given)
    {
        if (wallet is not null)
        {
            // It would be written down as the node's parameter.
            WalletAccess.ThrowIfKey(wallet);
        }

        if (given is null && wallet is not null && SecretName.Parse(wallet) is null && new WalletStore().Find(wallet) is not null)
        {
            MyInvocation.BoundParameters["Password"] = await SecretAsync(null, $"Password of wallet '{wallet}'", "Password");
        }
    }

    /// <summary>What the session makes of the node when it is ready.</summary>
    private protected virtual void OnStarted(INode node)
    {
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        using NodeKeeper? keeper = await NodeKeeper.OpenAsync(cancellationToken);
        if (keeper is not null)
        {
            await KeepAsync(keeper, cancellationToken);
            return;
        }

        string? statePath = StatePath is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, StatePath));
        NodeNames names = new(new NodeStateStore(statePath));
        string name = names.Choose(Name, DefaultName);
        if (Detached)
        {
            // A name that cannot be a folder's is refused before anything else is looked at.
            _ = names.Store.FolderOf(name);
        }

        if (!await ShouldProcessAsync(name, Action))
        {
            return;
        }

        if (!IPAddress.IsLoopback(ListenAddress))
        {
            Warn($"Node '{name}' listens on {ListenAddress}: whoever reaches this machine can use it.");
        }

        INode node = Detached
            ? await DetachAsync(name, names.Store, cancellationToken)
            : await StartAsync(await CreateAsync(name), cancellationToken);
        Verbose($"Node '{node.Name}' is ready at {node.Uri}.");
        OnStarted(node);
        await EmitAsync(node);
    }

    /// <summary>The folder to use, as the file system names it.</summary>
    private protected async Task<string?> ResolveDataPathAsync() =>
        DataPath is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, DataPath));

    // Listed in the process; one that fails stays listed with its log.
    private static async Task<INode> StartAsync(INode node, CancellationToken cancellationToken)
    {
        NodeRegistry.Process.Add(node);
        await node.StartAsync(cancellationToken);
        return node;
    }

    private async Task<INode> DetachAsync(string name, NodeStateStore store, CancellationToken cancellationToken)
    {
        await BeforeDetachingAsync();
        foreach ((string parameter, object value) in MyInvocation.BoundParameters.ToArray())
        {
            // A vault may be open in this session alone, so what lies there goes over as itself.
            if (value is SecureString secret && SecretAttribute.NameOf(secret) is { } place)
            {
                MyInvocation.BoundParameters[parameter] = await FetchSecretAsync(place);
            }
        }

        StartCommand command = await AskAsync(() => StartCommand.From(MyInvocation, SessionState.Path, name));
        NodeLaunch launch = new()
        {
            Name = name,
            Kind = Kind,
            Command = command.Name,
            Parameters = command.Masked,
            Network = command.Network is { } named ? Session.Find(named) : Session.Network,
            FileName = ShellProgram.Current.FileName,
            Arguments = ShellProgram.Current.Arguments,
            Script = command.Script,
            Environment = ShellProgram.Environment,
            ModuleVersion = typeof(StartNodeCmdlet).Assembly.GetName().Version!.ToString(3),
            Timeout = Timeout,
        };
        return await NodeLauncher.StartAsync(store, launch, Verbose, cancellationToken);
    }

    private async Task KeepAsync(NodeKeeper keeper, CancellationToken cancellationToken)
    {
        if (keeper.Network is { } network)
        {
            Session.Connect(network, wallet: null);
        }

        await keeper.KeepAsync(() => CreateAsync(Name!), cancellationToken);
    }
}
