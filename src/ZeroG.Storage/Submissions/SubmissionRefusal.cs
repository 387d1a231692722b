using System.Text.RegularExpressions;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Storage.Submissions;

/// <summary>What a chain means when it refuses a submission. Its words are compared without regard to case.</summary>
internal static partial class SubmissionRefusal
{
    /// <summary>The node lags behind itself or its pool is full: the same again a moment later (0G storage client, contract.go).</summary>
    public static bool IsPassing(ZeroGException refusal) => WordsOf(refusal) is { } words && Passing().IsMatch(words);

    /// <summary>More calldata or gas than a transaction, a block or a request may have, or more gas than a block should.</summary>
    public static bool IsTooLarge(ZeroGException refusal) =>
        WordsOf(refusal) is { } words ? TooLarge().IsMatch(words)
        : refusal.ErrorId == "ZgGasAboveTarget"
            || refusal.ErrorId == "ZgRpcHttpError" && refusal.Message.Contains("HTTP 413", StringComparison.Ordinal);

    /// <summary>The fee offered is below what the chain takes now.</summary>
    public static bool IsFeeTooLow(ZeroGException refusal) => WordsOf(refusal) is { } words && FeeTooLow().IsMatch(words);

    /// <summary>The contract does not know the function: it reverts without a word.</summary>
    public static bool IsUnknownFunction(ZeroGException refusal) => refusal is RevertException { Reason.Kind: RevertKind.Empty };

    private static string? WordsOf(ZeroGException refusal) =>
        ((refusal as JsonRpcException) ?? (refusal.InnerException as JsonRpcException))?.RemoteMessage;

    [GeneratedRegex("specified block header does not exist|header not found|mempool.*full|txpool is full|pool is full",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Passing();

    [GeneratedRegex(
        "exceeds allowance|exceeds block gas limit|exceeds the (block )?gas limit|gas limit (is )?too high|out of gas|oversized data"
            + "|transaction (size|too large)|tx too large|(entity|body|payload|request|content).*too (large|big)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooLarge();

    [GeneratedRegex("underpriced|less than block base fee|fee too low|fee cap|tip cap|gas price too low",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FeeTooLow();
}
