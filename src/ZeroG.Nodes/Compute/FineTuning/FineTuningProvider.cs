using Microsoft.AspNetCore.Routing;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// The fine-tuning side of a compute provider. It trains nothing, and says so in its model list, its logs and its artefacts: it runs the
/// whole protocol over a stand-in, from the queue over encrypted delivery through 0G Storage to the settlement, with real money on whatever
/// chain it is given.
/// </summary>
public sealed class FineTuningProvider : IDisposable
{
    private readonly FineTuningProviderOptions _options;
    private readonly NodeLog _log;
    private readonly TimeProvider _time;
    private readonly TaskFolder _folder;
    private readonly TaskStore _store;
    private readonly IFineTuningChain _chain;
    private readonly ServiceRecord _service;
    private readonly IProviderWork[] _work;
    private readonly TaskAdmission _admission;
    private readonly FineTuningRoutes _taskRoutes;
    private readonly ModelRoutes _modelRoutes;

    /// <summary>Makes a provider and takes up the tasks of its data folder; nothing is asked of the network yet.</summary>
    /// <param name="options">What it offers.</param>
    /// <param name="client">The contracts, on a network whose indexer of 0G Storage is known if models shall be stored there.</param>
    /// <param name="chain">The chain by its <see cref="ChainIdentity"/>, to which the data folder belongs.</param>
    /// <param name="sender">The provider's account, which pays for gas, stake and storage.</param>
    /// <param name="tee">Signs models and settlements.</param>
    /// <param name="log">The node's log.</param>
    /// <param name="time">Null for the system's clock.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgDataInUse</c>, <c>ZgDataFolder</c>, <c>ZgDataDamaged</c>: the data folder cannot be used.
    /// </exception>
    public FineTuningProvider(
        FineTuningProviderOptions options, ComputeClient client, string chain, TransactionSender sender, TeeKey tee, NodeLog log,
        TimeProvider? time = null)
        : this(
            options,
            $"{sender.From} at {client.FineTuning.Address} on chain {chain}",
            folder => new FineTuningChain(client, sender, tee, folder, log),
            folder => new ModelStorage(client, sender, folder, time ?? TimeProvider.System),
            tee, log, time ?? TimeProvider.System)
    {
    }

    internal FineTuningProvider(
        FineTuningProviderOptions options, string owner, Func<TaskFolder, IFineTuningChain> chain,
        Func<TaskFolder, IModelStorage> storage, TeeKey tee, NodeLog log, TimeProvider time)
    {
        (_options, _log, _time) = (options, log, time);
        _folder = new TaskFolder(options.DataPath, owner);
        _store = Open(_folder, time);
        _chain = chain(_folder);
        _service = new ServiceRecord(options, _chain, tee.Address, log);
        IModelStorage models = storage(_folder);
        TaskLog lines = new(_folder, log, time);
        DatasetShelf shelf = new(_folder, options.MaximumDatasetSize);
        _work =
        [
            new SetupStep(options, _store, lines, _folder, shelf, models, _chain),
            new TrainingStep(options, _store, lines, _service, time),
            new DeliveryStep(options, _store, lines, _folder, models, _chain, tee),
            new SettlementWork(options, _store, lines, _chain, time),
            new Housekeeping(options, _store, _folder, time),
        ];

        _admission = new TaskAdmission(options, _store, lines, _chain, time);
        _modelRoutes = new ModelRoutes(options.Models);
        _taskRoutes = new FineTuningRoutes(
            _store, _admission, lines, new ModelHandout(_admission, _folder, time),
            new DatasetReception(shelf, options.MaximumDatasetSize, log, time));
    }

    /// <summary>Tasks that wait or are in training.</summary>
    public int PendingCount => _store.PendingCount;

    /// <summary>Tasks in a state.</summary>
    public int Count(FineTuningState state) => _store.Count(task => task.State == state);

    /// <summary>Adds its routes to a host that routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        _modelRoutes.Map(routes);
        _taskRoutes.Map(routes);
    }

    /// <summary>Registers the service, or brings its record up to date where it differs.</summary>
    /// <param name="url">Where users reach the routes.</param>
    /// <param name="cancellationToken">Stops waiting for the chain.</param>
    /// <exception cref="ZeroGException">What sending a transaction throws.</exception>
    public async Task RegisterAsync(Uri url, CancellationToken cancellationToken = default)
    {
        FineTuningLog.Serving(_log, _chain, _options.Models.Select(model => model.Name));
        await _service.PublishAsync(url, _store.PendingCount > 0, cancellationToken);
    }

    /// <summary>Works on tasks until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_work.Select(work => RepeatAsync(work, cancellationToken)));

    /// <summary>Deletes the files of tasks, where no folder was given for them.</summary>
    public void Dispose() => _folder.Dispose();

    private static TaskStore Open(TaskFolder folder, TimeProvider time)
    {
        try
        {
            return new TaskStore(folder, time);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Lets each worker look for work once.</summary>
    /// <returns>True when something was done.</returns>
    internal async Task<bool> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        bool moved = false;
        foreach (IProviderWork work in _work)
        {
            moved |= await work.RunAsync(cancellationToken);
        }

        return moved;
    }

    private async Task RepeatAsync(IProviderWork work, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool more = false;
            try
            {
                more = await work.RunAsync(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One worker in trouble, for instance because the chain is away, must not take the node down with it.
                FineTuningLog.RoundFailed(_log, work.GetType().Name, failure);
            }

            if (!more)
            {
                await Task.Delay(_options.Pace, _time, cancellationToken);
            }
        }
    }
}
