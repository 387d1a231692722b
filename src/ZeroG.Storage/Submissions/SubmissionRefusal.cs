using System.Text.RegularExpressions;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Storage.Submissions;

/// <summary>What a chain means when it refuses a submission. Its words are compared without regard to case.</summary>
internal static partial class SubmissionRefusal
{
    /// <summary>More calldata or gas than a transaction, a block or a request may have, or more gas than a block should.</summary>
    public static bool IsTooLarge(ZeroGException refusal) =>
        WordsOf(refusal) is { } words ? TooLarge().IsMatch(words)
        : refusal.ErrorId == "ZgGasAboveTarget"
            || refusal.ErrorId == "ZgRpcHttpError" && refusal.Message.Contains("HTTP 413", StringComparison.Ordinal);

    /// <summary>The contract does not know the function: it reverts without a word.</summary>
    public static bool IsUnknownFunction(ZeroGException refusal) => refusal is RevertException { Reason.Kind: RevertKind.Empty };

    private static string? WordsOf(ZeroGException refusal) =>
        ((refusal as JsonRpcException) ?? (refusal.InnerException as JsonRpcException))?.RemoteMessage;

    [GeneratedRegex(
        "exceeds allowance|exceeds block gas limit|exceeds the (block )?gas limit|gas limit (is )?too high|out of gas|oversized data"
            + "|transaction (size|too large)|tx too large|(entity|body|payload|request|content).*too (large|big)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooLarge();
}
