using System.Diagnostics;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Metrics;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// A DA encoder: turns blobs into slices with proofs, over the gRPC service that official DA clients call.
/// </summary>
public sealed class DaEncoderNode : NodeBase, IOperatedNode
{
    private readonly DaEncoderNodeOptions _options;
    private readonly Func<CancellationToken, Task<LoadedEncoder>> _openAsync;
    private LoadedEncoder? _loaded;
    private EncoderQueue? _queue;
    private EncoderMetrics? _metrics;
    private KestrelHost? _host;
    private JsonRpcHost? _adminHost;

    /// <summary>Makes a node that has not started.</summary>
    public DaEncoderNode(DaEncoderNodeOptions options)
        : this(options, cancellationToken => LoadAsync(options, cancellationToken))
    {
    }

    /// <summary>Makes a node that has not started.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="openAsync">Loads the parameters and makes the encoder.</param>
    internal DaEncoderNode(DaEncoderNodeOptions options, Func<CancellationToken, Task<LoadedEncoder>> openAsync)
        : base(options.Name, NodeKind.DaEncoder, options.DataPath, options.TimeProvider)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.QueueLimit);
        _options = options;
        _openAsync = openAsync;
        Log.MinimumLevel = options.LogLevel;
    }

    /// <summary>Folder of the parameters.</summary>
    public string ParameterPath => _options.ParameterPath;

    /// <summary>The shape of the blobs that it encodes; null before the parameters are loaded.</summary>
    public MatrixShape? Shape { get; private set; }

    /// <summary>Whether the secret of its parameters is known, so that anybody can forge proofs; false before they are loaded.</summary>
    public bool IsDevelopment => _loaded?.IsDevelopment ?? false;

    /// <summary>Where its operator reaches it, with <c>/metrics</c>; null before it listens.</summary>
    public Uri? AdminUri { get; private set; }

    /// <summary>Blobs being encoded.</summary>
    public int Encoding => _queue?.Encoding ?? 0;

    /// <summary>Blobs that wait for their turn.</summary>
    public int Waiting => _queue?.Waiting ?? 0;

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        _loaded = await _openAsync(cancellationToken).ConfigureAwait(false);
        IBlobEncoder encoder = _loaded.Encoder;
        Shape = encoder.Shape;
        DaEncoderLog.ParametersLoaded(Log, ParameterPath, encoder.Shape, Stopwatch.GetElapsedTime(start));
        if (_loaded.IsDevelopment)
        {
            DaEncoderLog.ParametersUnsafe(Log, ParameterPath);
        }

        _queue = new EncoderQueue(_options.Concurrency, _options.QueueLimit);
        _metrics = new EncoderMetrics(Name, _queue);
        EncoderService service = new(encoder, _queue, _metrics, Log);
        ListenPlace place = new(_options.ListenAddress, _options.Port);
        _host = await EncoderHost.StartAsync(place, service, _queue, Log, cancellationToken).ConfigureAwait(false);
        Uri = _host.Uri;
        _adminHost = await MetricsHost.StartAsync(_options.AdminPort, _metrics.Reader, Log, cancellationToken).ConfigureAwait(false);
        AdminUri = _adminHost.Uri;
    }

    protected override async Task OnStopAsync()
    {
        // Requests first, then what they stand on.
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        if (_adminHost is not null)
        {
            await _adminHost.DisposeAsync().ConfigureAwait(false);
        }

        _metrics?.Dispose();
        _queue?.Dispose();
        _loaded?.Dispose();
    }

    private static Task<LoadedEncoder> LoadAsync(DaEncoderNodeOptions options, CancellationToken cancellationToken) =>
        LoadedEncoder.OpenAsync(
            options.ParameterPath, options.Shape ?? ParameterShapes.First(options.ParameterPath), progress: null, cancellationToken);
}
