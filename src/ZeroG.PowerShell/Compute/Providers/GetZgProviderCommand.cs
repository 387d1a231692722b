using System.Management.Automation;
using ZeroG.Compute;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Providers;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>Lists who serves which model at what price.</summary>
[Cmdlet(VerbsCommon.Get, "ZgProvider", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ComputeProvider))]
public sealed class GetZgProviderCommand : ComputeCmdlet
{
    private const string ListSet = "List";
    private const string ProviderSet = "Provider";

    private ProviderDirectory _directory = null!;
    private ProviderModels _models = null!;

    /// <summary>Addresses of providers; all when omitted.</summary>
    [Parameter(
        ParameterSetName = ProviderSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ByProvider]
    public GivenAddress[] Provider { get; set; } = [];

    /// <summary>The market: Inference or FineTuning; both when omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ServiceKind Service
    {
        get => Kept<ServiceKind>();
        set => Keep(value);
    }

    /// <summary>Names of models, wildcards allowed; all when omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Model { get; set; }

    /// <summary>What the service does, wildcards allowed, for example chatbot; all when omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceTypeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Lists providers too whose signer the network's operator has not approved. They cannot be paid.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Alias("IncludeInvalid", "All")]
    public SwitchParameter IncludeUnapproved { get; set; }

    /// <summary>Asks each inference provider itself for its models and their prices, and so finds out whether it answers.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    private protected override bool NeedsWallet => false;

    private IReadOnlyList<ServiceKind> Kinds => MyInvocation.BoundParameters.ContainsKey(nameof(Service)) ? [Service] : ServiceKinds.All;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        _directory = new ProviderDirectory(Compute, Own(new StatusClient(StatusClient.UriOf(Compute.Network))));
        _models = Own(new ProviderModels());
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (GivenAddress given in Provider)
        {
            await TryItemAsync(given.ToString(), async () => await EmitAsync(
                await _directory.FindAsync(given.Read(), Kinds, cancellationToken), includeUnapproved: true, cancellationToken));
        }

        if (ParameterSetName == ListSet)
        {
            foreach (ServiceKind kind in Kinds)
            {
                await EmitAsync(await _directory.ListAsync(kind, cancellationToken), IncludeUnapproved, cancellationToken);
            }
        }
    }

    private async Task EmitAsync(
        IReadOnlyList<ComputeProvider> all, bool includeUnapproved, CancellationToken cancellationToken)
    {
        IReadOnlyList<ComputeProvider> providers = [.. all.Where(provider => provider.IsApproved || includeUnapproved)];
        int hidden = all.Count - providers.Count;
        if (Live && providers.Count > 0)
        {
            StartProgress($"Asking {providers.Count} providers for their models").Report("Waiting for answers", 0, 0);
            providers = await _models.AskAsync(providers, cancellationToken);
        }

        foreach (ComputeProvider provider in providers.Where(IsWanted))
        {
            SeenProviders.Add(provider);
            await EmitAsync(provider);
        }

        if (hidden > 0)
        {
            Verbose($"Providers whose signer the network's operator has not approved: {hidden}. -IncludeUnapproved lists them too.");
        }
    }

    private bool IsWanted(ComputeProvider provider) =>
        (Model is null || Model.Any(pattern => provider.Models.Any(Matching(pattern).IsMatch)))
        && (Type is null || Type.Any(pattern => Matching(pattern).IsMatch(provider.Type) || ServiceTypes.Same(pattern, provider.Type)));

    private static WildcardPattern Matching(string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
}
