using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>Log lines 430 to 449: settlement of inference fees. Numbers are never reused.</summary>
internal static class SettlementLog
{
    public static void TakenUp(NodeLog log, SettlementBatch batch) => log.Write(
        NodeLogLevel.Information, 430,
        $"Settlement {batch.Newest.Hash} of {batch.Items.Count} users was signed earlier and is taken up again.");

    public static void Settled(NodeLog log, SettlementSummary summary) => log.Write(
        NodeLogLevel.Information, 431,
        $"{summary.Users} users paid {summary.Paid} for {summary.Requests} requests; {summary.Waiting} are still owed.");

    public static void Waits(NodeLog log, Address user, TokenAmount owed, string why) => log.Write(
        NodeLogLevel.Warning, 432, $"{user} owes {owed}, part or all of which waits for an hour: {why}.");

    public static void Dropped(NodeLog log, Address user, int requests, TokenAmount amount) => log.Write(
        NodeLogLevel.Warning, 433,
        $"{amount} of {user} for {requests} requests are given up: the user no longer acknowledges the signer, which only an account "
        + "without money can say.");

    public static void NotMined(NodeLog log, SettlementBatch batch, TransactionEnd end) => log.Write(
        NodeLogLevel.Error, 434,
        $"Settlement {batch.Newest.Hash} of {batch.Items.Count} users came to nothing "
        + $"({(end.Revert is { } revert ? revert.Reason.Message : "another transaction has its nonce")}); its fees are still owed.");

    public static void Impossible(NodeLog log, TokenAmount owed) => log.Write(
        NodeLogLevel.Warning, 436, $"{owed} are owed and wait until the operator of the contract acknowledges the signer.");

    public static void RoundFailed(NodeLog log, Exception failure) => log.Write(
        NodeLogLevel.Error, 435, $"Fees could not be settled and are tried again later: {failure.Message}");
}
