using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Accounts;
using ZeroG.DevChain.Mining;
using ZeroG.DevChain.Persistence;
using ZeroG.DevChain.Rpc;
using ZeroG.DevChain.Subscriptions;

namespace ZeroG.DevChain;

/// <summary>
/// An Ethereum chain inside this process, with 0G's contracts in C#. Requests and answers are values; hosting them on a socket is somebody
/// else's work. One caller at a time: each request sees the chain between two others.
/// </summary>
public sealed class DevChain : IJsonRpcService, IAsyncDisposable
{
    private static readonly JsonElement NoArguments = JsonElement.Parse("[]");

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ChainEvents _events = new();
    private readonly AccountKeys _accounts = new();
    private readonly IntervalMiner _miner;
    private readonly ChainHistory? _history;
    private ChainEngine _engine;
    private RpcMethodTable _methods;
    private bool _disposed;

    /// <summary>Starts a chain, or continues the one in <see cref="DevChainOptions.DataPath"/>.</summary>
    /// <exception cref="ZeroGException"><c>ZgChainDataBusy</c>, <c>ZgChainDataCorrupt</c> or <c>ZgChainDataMismatch</c>.</exception>
    public DevChain(DevChainOptions? options = null)
    {
        Options = options ?? new DevChainOptions();
        _events.BlockSealed += block =>
            BlockSealed?.Invoke(new SealedBlock(block.Number, block.Hash, block.Transactions.Count, block.Header.GasUsed));
        _miner = new IntervalMiner(Options.TimeProvider, MineAsync);
        _history = Options.DataPath is { } folder ? ChainHistory.Open(folder) : null;
        try
        {
            (_engine, _methods) = Build();
        }
        catch
        {
            _history?.Dispose();
            throw;
        }

        _miner.Set(Options.BlockInterval);
    }

    /// <summary>
    /// A block came into the chain. Raised while the chain waits, so whoever listens must be quick and must not call the chain.
    /// </summary>
    public event Action<SealedBlock>? BlockSealed;

    /// <summary>How it was started.</summary>
    public DevChainOptions Options { get; }

    /// <summary>The names of all methods that it answers.</summary>
    public IReadOnlyCollection<string> Methods => _methods.Names;

    /// <inheritdoc/>
    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        RunAsync(method, parameters, result, cancellationToken);

    /// <summary>The chain with subscriptions, for one WebSocket.</summary>
    /// <param name="push">
    /// Takes each piece of news, a whole JSON-RPC message. Called while the chain waits, so it must only queue; its answer is not looked
    /// at.
    /// </param>
    public ChainSession OpenSession(Func<ReadOnlyMemory<byte>, bool> push) => new(this, _events, push);

    /// <summary>Mines one block, empty or not.</summary>
    public async Task MineAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_disposed)
            {
                _engine.Mine();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _miner.DisposeAsync().ConfigureAwait(false);
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            _history?.Dispose();
            _accounts.Dispose();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs a handler that is not in the table, between two other requests.</summary>
    internal async ValueTask RunAsync(
        RpcHandler handler, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        using JsonDocument? document = Parse(parameters);
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            handler(new RpcCall(document?.RootElement ?? NoArguments, result));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask RunAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        using JsonDocument? document = Parse(parameters);
        JsonElement arguments = document?.RootElement ?? NoArguments;
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RpcMethod target = _methods[method];
            target.Handler(new RpcCall(arguments, result));
            if (target.ChangesChain)
            {
                _history?.Control(method, arguments);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed || _miner.Failure is not null)
        {
            _gate.Release();
            ObjectDisposedException.ThrowIf(_disposed, this);
            throw new JsonRpcException(JsonRpcErrorCode.InternalError, $"the chain has stopped mining: {_miner.Failure!.Message}");
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            return parameters.IsEmpty ? null : JsonDocument.Parse(parameters);
        }
        catch (JsonException malformed)
        {
            throw JsonRpcException.InvalidParams($"invalid parameters: {malformed.Message}");
        }
    }

    private (ChainEngine Engine, RpcMethodTable Methods) Build()
    {
        ChainEvents events = new();
        events.BlockSealed += _events.RaiseBlockSealed;
        events.BlocksRemoved += _events.RaiseBlocksRemoved;
        events.TransactionPending += _events.RaiseTransactionPending;
        ulong time = _history?.Genesis?.Timestamp ?? (ulong)Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        Hash256 seed = _history?.Genesis?.Seed ?? new Hash256(RandomNumberGenerator.GetBytes(Hash256.Size));
        ChainEngine engine = new(Options, AccountKeys.Addresses, time, seed, events, _history);
        RpcMethodTable methods = RpcMethods.Of(engine, _accounts, _miner.Set, Reset);
        _history?.Attach(engine, (method, arguments) =>
        {
            using Utf8JsonWriter nowhere = new(Stream.Null);
            methods[method].Handler(new RpcCall(arguments, nowhere));
        });
        return (engine, methods);
    }

    /// <summary>Begins a new chain in place of this one; sessions stay.</summary>
    private void Reset()
    {
        _history?.Clear();
        (_engine, _methods) = Build();
        _miner.Set(Options.BlockInterval);
    }
}
