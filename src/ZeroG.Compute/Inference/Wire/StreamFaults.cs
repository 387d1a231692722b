using ZeroG.Chain;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>Answers that did not come as they should. They may be charged, so nothing is asked again by itself.</summary>
internal static class StreamFaults
{
    private const string Advice = "The provider may charge for what it did; ask again if the answer is worth it, or use another provider.";

    /// <summary>The connection broke, or the stream ended, in the middle of an answer.</summary>
    public static ZeroGException Cut(Uri provider, Exception? cause = null) => new(
        "ZgAnswerCut", ErrorKind.ConnectionError,
        $"The answer of {ProviderText.Of(provider)} ended in the middle. {Advice}",
        ProviderText.Of(provider), cause);

    /// <summary>What came is no answer.</summary>
    public static ZeroGException Malformed(Uri provider, bool isStream, Exception? cause = null) => new(
        isStream ? "ZgStreamMalformed" : "ZgProviderAnswerInvalid", ErrorKind.ProtocolError,
        $"Provider {ProviderText.Of(provider)} sent "
        + $"{(isStream ? "a stream that is none of a chat" : "an answer that is none of this kind")}. {Advice}",
        ProviderText.Of(provider), cause);

    /// <summary>Nothing came in time.</summary>
    public static ZeroGException Late(Uri provider, TimeSpan limit, Exception cause) => new(
        "ZgProviderTimeout", ErrorKind.OperationTimeout,
        $"Provider {ProviderText.Of(provider)} did not go on within {limit.TotalSeconds:0.###} s. {Advice}", ProviderText.Of(provider),
        cause);
}
