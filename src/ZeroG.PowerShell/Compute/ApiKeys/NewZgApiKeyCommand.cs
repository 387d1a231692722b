using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.ApiKeys;

/// <summary>Makes API keys for inference providers, which any OpenAI client takes and the wallet's sub-account pays for.</summary>
[Cmdlet(VerbsCommon.New, "ZgApiKey", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(ApiKey), ParameterSetName = [ObjectSet])]
[OutputType(typeof(SecureString), ParameterSetName = [SecureStringSet])]
[OutputType(typeof(string), ParameterSetName = [PlainTextSet])]
public sealed class NewZgApiKeyCommand : ComputeProviderCmdlet
{
    private const string ObjectSet = "Object";
    private const string SecureStringSet = "SecureString";
    private const string PlainTextSet = "PlainText";
    private const int AnyId = -1;

    private ApiKeyIssuer _issuer = null!;

    /// <summary>The key's id, 0 to 254, by which it is revoked; the smallest free one when omitted.</summary>
    [Parameter]
    [Alias("Id")]
    public int TokenId { get; set; } = AnyId;

    /// <summary>The key's life; it never ends when omitted.</summary>
    [Parameter]
    [Duration(LongestDays = 36_500)]
    public TimeSpan Duration { get; set; }

    /// <summary>Emits the key alone, as a SecureString.</summary>
    [Parameter(ParameterSetName = SecureStringSet, Mandatory = true)]
    public SwitchParameter AsSecureString { get; set; }

    /// <summary>Emits the key alone, as readable text.</summary>
    [Parameter(ParameterSetName = PlainTextSet, Mandatory = true)]
    public SwitchParameter AsPlainText { get; set; }

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        _issuer = new ApiKeyIssuer(Compute, Payer, IssuedApiKeys.OfUser());
    }

    private protected override async Task ProcessAsync(Address provider, CancellationToken cancellationToken)
    {
        string life = Duration > TimeSpan.Zero ? $"that lives {Duration}" : "that never ends";
        if (!await ShouldProcessAsync($"{provider}", $"Make an API key {life} and is paid from the sub-account of {Payer}"))
        {
            return;
        }

        bool isIdGiven = MyInvocation.BoundParameters.ContainsKey(nameof(TokenId));
        SessionToken token = await _issuer.IssueAsync(
            provider, isIdGiven ? TokenId : null, Duration > TimeSpan.Zero ? Duration : null, cancellationToken);
        Verbose($"API key {token.Id} for {provider}. Revoke-ZgApiKey {provider} -TokenId {token.Id} revokes it.");
        await EmitAsync(await FormAsync(token, cancellationToken));
    }

    private async Task<object> FormAsync(SessionToken token, CancellationToken cancellationToken)
    {
        if (AsPlainText)
        {
            return token.ToSecret();
        }

        if (AsSecureString)
        {
            return ApiKey.SecretOf(token);
        }

        InferenceService service = (await Compute.Inference.FindServiceAsync(token.Provider, cancellationToken))!;
        return new ApiKey(token, new InferenceEndpoint(service.Url).Proxy, service.Model, Compute.Network.Name);
    }
}
