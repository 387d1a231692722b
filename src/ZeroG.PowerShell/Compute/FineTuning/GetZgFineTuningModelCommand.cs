using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.Services;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Lists the models that can be fine-tuned, by whom and at which price.</summary>
[Cmdlet(VerbsCommon.Get, "ZgFineTuningModel")]
[OutputType(typeof(FineTuningModel))]
public sealed class GetZgFineTuningModelCommand : ComputeCmdlet
{
    private FineTuningModels? _models;

    /// <summary>Names of models, wildcards allowed; all when omitted.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Addresses of providers; all that the network's operator has approved when omitted.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ByProvider]
    public GivenAddress[] Provider { get; set; } = [];

    /// <summary>Lists providers too whose signer the network's operator has not approved; no task can be given to them.</summary>
    [Parameter]
    public SwitchParameter IncludeUnapproved { get; set; }

    private protected override bool NeedsWallet => false;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _models ??= new FineTuningModels(Compute.Network);
        if (Provider.Length == 0)
        {
            await ListAsync(cancellationToken);
            return;
        }

        foreach (GivenAddress given in Provider)
        {
            await TryItemAsync(given.ToString(), async () =>
            {
                Address provider = given.Read();
                FineTuningService service = await Compute.FineTuning.FindServiceAsync(provider, cancellationToken)
                    ?? throw await new ComputeRefusal(Compute).ProviderUnknownAsync(ServiceKind.FineTuning, provider, cancellationToken);
                await EmitAllAsync(await _models.GetAsync(service, cancellationToken));
            });
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FineTuningService> services = await Compute.FineTuning.GetServicesAsync(cancellationToken);
        FineTuningService[] listed = [.. services.Where(service => IncludeUnapproved || service.IsTeeSignerAcknowledged)];
        if (services.Count > listed.Length)
        {
            Verbose($"{services.Count - listed.Length} providers are not approved by the network's operator, and passed over.");
        }

        if (listed.Length == 0)
        {
            // What the network knows, though nobody trains it now.
            await EmitAllAsync(FineTuningModels.BuiltIn(Compute.Network));
        }

        foreach (FineTuningService service in listed)
        {
            await EmitAllAsync(await FindAsync(service, cancellationToken));
        }
    }

    private async Task<IReadOnlyList<FineTuningModel>> FindAsync(FineTuningService service, CancellationToken cancellationToken)
    {
        try
        {
            return await _models!.GetAsync(service, cancellationToken);
        }
        catch (ZeroGException failure)
        {
            Warn($"The models of {service.Provider} are not listed. {failure.Message}");
            return [];
        }
    }

    private async Task EmitAllAsync(IReadOnlyList<FineTuningModel> models)
    {
        WildcardPattern[] patterns = [.. Name.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
        foreach (FineTuningModel model in models.Where(model => patterns.Any(pattern => pattern.IsMatch(model.Name))))
        {
            await EmitAsync(model);
        }
    }
}
