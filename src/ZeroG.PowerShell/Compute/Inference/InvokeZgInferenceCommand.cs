using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>Asks models: for text, images, speech written down, and vectors.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ZgInference", SupportsShouldProcess = true)]
[OutputType(typeof(InferenceResult))]
public sealed partial class InvokeZgInferenceCommand : ComputeCmdlet
{
    private static readonly string[] ImageExtensions = [".png", ".jpg", ".jpeg", ".webp", ".gif"];

    private readonly OutFileNames _names = new();
    private readonly HashSet<string> _remarks = [];
    private readonly HashSet<string> _funded = [];
    private readonly Dictionary<(string Type, string? Model), Address> _chosen = [];
    private InferenceClient _client = null!;
    private CostBudget _budget = null!;
    private InferenceRunner _runner = null!;
    private AutoTopUp? _topUp;
    private ServiceChoice _choice = null!;
    private PipelineStream<InferenceEntry>? _stream;
    private CountProgress? _count;
    private InferenceEntry? _next;
    private bool _isMidLine;

    protected override object? CurrentItem => Id ?? Prompt?.ToString() ?? Audio;

    protected override string? StopAdvice =>
        $"Stopped after {_budget?.Spent ?? TokenAmount.Zero}. Questions that were under way may be charged; the others were not asked.";

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _count = StartCount("Asking models", "answers", () => $"{_budget.Spent} spent");
        _stream = StartStream<InferenceEntry>(2 * Limit, AnswerAsync);
    }

    /// <summary>Takes one question; many are under way together.</summary>
    protected override void ProcessRecord()
    {
        _next = null;
        base.ProcessRecord();
        if (_next is { } entry)
        {
            _count!.Add(0);
            Feed(_stream!, entry);
        }
    }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        _client = Own(new InferenceClient(
            Compute, Payer, InferenceClientOptions.Default with { Timeout = Timeout, Trace = Debug }));
        _budget = new CostBudget(Given(nameof(MaxCost)) ? MaxCost : null);
        _runner = new InferenceRunner(_client, _budget, Verify);
        _choice = new ServiceChoice(Compute, Own(new StatusClient(StatusClient.UriOf(Compute.Network))));
        if (Given(nameof(AutoTopUp)))
        {
            _topUp = Own(new AutoTopUp(Account, _client, AutoTopUp, Path.Combine(UserFolder.Path, "topups"), AskForMoneyAsync));
            _client.MoveMoney = _topUp.EnsureAsync;
        }

        if (Given(nameof(Provider)))
        {
            // A provider that is not there fails for all questions, so it ends the pipeline.
            await _client.GetServiceAsync(Provider!.Read(), cancellationToken);
        }
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        ModelOffer offer = await FindOfferAsync(cancellationToken);
        InferenceJob job = await ReadJobAsync();
        await EnsureFundsAsync(offer.Service, cancellationToken);
        if (await ShouldProcessAsync(Describe(job), DescribePrice(offer)))
        {
            _next = new InferenceEntry(CurrentItem, offer, job);
        }
    }

    private int Limit => Stream ? 1 : ThrottleLimit;

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private async Task<ModelOffer> FindOfferAsync(CancellationToken cancellationToken)
    {
        InferenceService service = Provider is { } given
            ? await _client.GetServiceAsync(given.Read(), cancellationToken)
            : await ChooseAsync(cancellationToken);
        return await _client.GetOfferAsync(service, Model, cancellationToken);
    }

    private async Task<InferenceService> ChooseAsync(CancellationToken cancellationToken)
    {
        string type = Type ?? (Audio is not null ? ServiceTypes.Speech
            : OutFile is null || !ImageExtensions.Contains(Path.GetExtension(OutFile).ToLowerInvariant()) ? ServiceTypes.Chat
            : Image.Length > 0 ? ServiceTypes.ImageEdit : ServiceTypes.Image);
        if (!_chosen.TryGetValue((type, Model), out Address provider))
        {
            InferenceService service =
                await _choice.ChooseAsync(Payer.Address, type, Model, mayOpenAccount: _topUp is not null, cancellationToken);
            provider = service.Provider;
            _chosen.Add((type, Model), provider);
            Verbose($"Asking {provider} for {type}, the cheapest that answers.");
        }

        return await _client.GetServiceAsync(provider, cancellationToken);
    }

    private Task AnswerAsync(IAsyncEnumerable<InferenceEntry> entries, CancellationToken cancellationToken) => InOrder.RunAsync(
        entries,
        Limit,
        (entry, stopping) => _runner.RunAsync(entry.Offer, entry.Job, Stream ? ShowAsync : null, stopping),
        async (entry, outcome) =>
        {
            _count!.Finish(0);
            await EmitAsync(entry, outcome, cancellationToken);
        },
        cancellationToken);

    private async Task EmitAsync(InferenceEntry entry, Task<InferenceOutcome> outcome, CancellationToken cancellationToken)
    {
        if (!outcome.IsCompletedSuccessfully)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await EndLineAsync();
            await ReportAsync(outcome.Exception?.InnerException ?? new TimeoutException("The question was given up."), entry.Given);
            return;
        }

        InferenceOutcome answered = await outcome;
        if (answered.Remark is { } remark && _remarks.Add(remark))
        {
            Warn(remark);
        }

        _isMidLine = false;
        await EmitAsync(answered.Answer);
        foreach (ZeroGException failure in answered.Failures)
        {
            await ReportAsync(failure, entry.Given);
        }
    }
}
