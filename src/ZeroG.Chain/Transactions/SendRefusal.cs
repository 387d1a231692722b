using System.Text.RegularExpressions;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// What the words of a node mean when it refuses a transaction. They differ little between geth, reth, erigon and hardhat.
/// </summary>
public static partial class SendRefusal
{
    /// <summary>The node has this very transaction.</summary>
    public static bool IsAlreadyKnown(string words) => AlreadyKnown().IsMatch(words);

    /// <summary>The nonce belongs to another transaction, mined or waiting.</summary>
    public static bool IsNonceTaken(string words) => NonceTaken().IsMatch(words);

    /// <summary>A transaction with this nonce is mined already: another one, or this one.</summary>
    public static bool IsNoncePassed(string words) =>
        IsNonceTaken(words) && !words.Contains("replacement", StringComparison.OrdinalIgnoreCase);

    /// <summary>The account cannot pay value and fee.</summary>
    public static bool IsInsufficientFunds(string words) => words.Contains("insufficient funds", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Words of a gateway or of a server in trouble, which say nothing of the transaction: behind them it may well have been taken.
    /// </summary>
    public static bool IsNoVerdict(string words) =>
        NoVerdict().IsMatch(words) && !IsAlreadyKnown(words) && !IsNonceTaken(words) && !IsInsufficientFunds(words);

    /// <summary>The fee offered is below what the node takes now.</summary>
    public static bool IsFeeTooLow(ZeroGException refusal) => WordsOf(refusal) is { } words && FeeTooLow().IsMatch(words);

    /// <summary>The node lags behind itself or its pool is full: the same again a moment later (0G storage client, contract.go).</summary>
    public static bool IsPassing(ZeroGException refusal) => WordsOf(refusal) is { } words && Passing().IsMatch(words);

    private static string? WordsOf(ZeroGException refusal) =>
        ((refusal as JsonRpcException) ?? (refusal.InnerException as JsonRpcException))?.RemoteMessage;

    [GeneratedRegex("underpriced|less than block base fee|fee too low|fee cap|tip cap|gas price too low",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FeeTooLow();

    [GeneratedRegex("specified block header does not exist|header not found|mempool.*full|txpool is full|pool is full",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Passing();

    [GeneratedRegex(@"already known|\bknown transaction|already imported|alreadyknown|already exists",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AlreadyKnown();

    [GeneratedRegex("nonce too low|nonce is too low|nonce has already been used|replacement transaction underpriced",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NonceTaken();

    [GeneratedRegex(@"internal (?:server )?error|timed? ?out|timeout|unavailable|bad gateway|upstream|connection (?:refused|reset|closed)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoVerdict();
}
