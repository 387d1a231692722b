using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Nodes.DaEncoder;
using ZeroG.Nodes.DaEncoder.Configuration;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Logging;
using ZeroG.PowerShell.DataAvailability;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a DA encoder, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgDaEncoder", SupportsShouldProcess = true)]
[OutputType(typeof(DaEncoderNode), typeof(DetachedNode))]
public sealed class StartZgDaEncoderCommand : StartNodeCmdlet
{
    /// <summary>
    /// Folder of the parameters, or what New-ZgDaParameter emits; what -ConfigPath says, else da-parameters in the user's folder, when
    /// omitted.
    /// </summary>
    [Parameter]
    [ByPath]
    [ValidateNotNullOrWhiteSpace]
    public string? ParameterPath { get; set; }

    /// <summary>
    /// A config.toml of the official encoder. What the other parameters say comes first, then the file; it is not read when omitted.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? ConfigPath { get; set; }

    /// <summary>Blobs that may wait for their turn; 15 when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int QueueLimit { get; set; } = 15;

    /// <summary>Port on loopback for metrics; a free one when omitted.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int AdminPort { get; set; }

    private protected override string DefaultName => "da-encoder";

    private protected override string Action =>
        $"Start a DA encoder with the parameters in {ParameterPath ?? Config?.ParameterPath ?? DaParameters.DefaultPath}";

    private protected override NodeKind Kind => NodeKind.DaEncoder;

    // Not a field: the engine would load the floor of its type when it looks at the cmdlet.
    private DaEncoderConfig? Config
    {
        get => Kept<DaEncoderConfig>();
        set => Keep(value);
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ConfigPath is not null)
        {
            Config = DaEncoderConfig.Read(await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, ConfigPath)));
            foreach (string warning in Config.Warnings)
            {
                Warn(warning);
            }

            if (Config.Listen is { } listen && !IsGiven(nameof(ListenAddress)))
            {
                ListenAddress = listen.Address;
            }
        }

        await base.ProcessAsync(cancellationToken);
    }

    private protected override async Task<INode> CreateAsync(string name)
    {
        string? given = ParameterPath is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, ParameterPath));
        return new DaEncoderNode(new DaEncoderNodeOptions
        {
            Name = name,
            ParameterPath = given ?? Config?.ParameterPath ?? DaParameters.DefaultPath,
            QueueLimit = QueueLimit,
            DataPath = await ResolveDataPathAsync(),
            ListenAddress = ListenAddress,
            Port = IsGiven(nameof(Port)) ? Port : Config?.Listen?.Port ?? 0,
            AdminPort = AdminPort,
            LogLevel = Config?.LogLevel ?? NodeLogLevel.Information,
        });
    }

    private protected override void OnStarted(INode node)
    {
        if (node is DaEncoderNode { IsDevelopment: true } encoder)
        {
            Warn(DaParameters.DevelopmentWarning(encoder.ParameterPath));
        }
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
