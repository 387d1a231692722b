using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The addresses below a provider's <c>url</c> (0G compute specification 2.2). The OpenAI paths lie under <see cref="Proxy"/>.
/// </summary>
public sealed class InferenceEndpoint
{
    private readonly string _root;

    /// <summary>Takes the <c>url</c> of a service; slashes at its end are dropped.</summary>
    /// <exception cref="ZeroGException"><c>ZgProviderUrlInvalid</c>: no http or https address.</exception>
    public InferenceEndpoint(string url)
    {
        _root = url.TrimEnd('/');
        if (!Uri.TryCreate(_root, UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
        {
            throw new ZeroGException(
                "ZgProviderUrlInvalid", ErrorKind.InvalidData,
                $"The provider's address '{ForeignText.Clean(url, 100)}' is no http or https address. Use another provider.", url);
        }

        Root = root;
    }

    /// <summary>The provider's own address.</summary>
    public Uri Root { get; }

    /// <summary>Base address for any OpenAI client; the API key is the secret of a <see cref="SessionToken"/>.</summary>
    public Uri Proxy => Below("/v1/proxy");

    /// <summary>The list of models; open to all.</summary>
    public Uri Models => Below("/v1/models");

    /// <summary>A path under <see cref="Proxy"/>, with or without a slash or a second <c>v1</c> in front.</summary>
    public Uri Path(string path)
    {
        string trimmed = path.TrimStart('/');
        return Below("/v1/proxy/" + (trimmed.StartsWith("v1/", StringComparison.Ordinal) ? trimmed[3..] : trimmed));
    }

    /// <summary>The signature kept for an answer; open to all.</summary>
    public Uri Signature(string chatId, string model) =>
        Below($"/v1/proxy/signature/{Uri.EscapeDataString(chatId)}?model={Uri.EscapeDataString(model)}");

    /// <summary>What a user owes and has not yet been settled; wants that user's token.</summary>
    public Uri UnsettledFee(Address user) => Below($"/v1/user/{user}/unsettledfee");

    /// <summary>The provider's address without keys.</summary>
    public override string ToString() => MaskedUri.Of(Root);

    /// <summary>A path of the provider's own, with a slash in front.</summary>
    internal Uri Below(string path) => new(_root + path);
}
