using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute;

/// <summary>Log lines 400 to 429: compute providers. Numbers are never reused.</summary>
internal static class ComputeProviderLog
{
    public static void KeyIsDevelopment(NodeLog log, NodeLogLevel level, TeeKey key) => log.Write(
        level, 400,
        $"Answers are signed with {key.Address}, a development key in no TEE: the report says so, and it deserves trust in tests only.");

    public static void Registered(NodeLog log, string what, string url, Hash256 transaction) =>
        log.Write(NodeLogLevel.Information, 401, $"The service was {what} at {url} by transaction {transaction}.");

    public static void Unchanged(NodeLog log, string url) =>
        log.Write(NodeLogLevel.Information, 402, $"The service is registered at {url} as it is; nothing was sent.");

    public static void NotAcknowledged(NodeLog log, NodeLogLevel level, Address provider) => log.Write(
        level, 403,
        $"The contract's operator has not acknowledged the signer of {provider}; until acknowledgeTEESignerByOwner requests are refused.");

    public static void UriIsLocal(NodeLog log, Uri uri) => log.Write(
        NodeLogLevel.Warning, 404, $"The service is registered at {uri}, which only this machine reaches. Give a public address.");

    public static void FeesInMemory(NodeLog log, NodeLogLevel level) => log.Write(
        level, 405, "Fees and the signing key are kept in memory: they are lost when the node ends. Give a data folder.");

    public static void Backend(NodeLog log, Uri? backend, string model) => log.Write(
        NodeLogLevel.Information, 406,
        backend is null
            ? $"Model '{model}' is the built-in echo, which repeats what it is told. It is for tests."
            : $"Model '{model}' is served by {MaskedUri.Of(backend)}.");

    public static void Served(NodeLog log, Address user, string path, string key, TokenAmount fee) =>
        log.Write(NodeLogLevel.Debug, 407, $"{path} for {user} as {key}: {fee}.");

    public static void Refused(NodeLog log, ProviderRefusal refusal) =>
        log.Write(NodeLogLevel.Debug, 408, $"A request was refused with {refusal.Status}: {refusal.Message}");

    public static void BackendFailed(NodeLog log, string path, string why) =>
        log.Write(NodeLogLevel.Warning, 409, $"The backend failed at {path}: {why}");

    public static void StreamCut(NodeLog log, Address user, string key, TokenAmount fee, string why) => log.Write(
        NodeLogLevel.Warning, 410, $"The answer {key} to {user} ended early ({why}); what came costs {fee}, and no signature is kept.");

    public static void ClientGone(NodeLog log, Address user, string key) =>
        log.Write(NodeLogLevel.Debug, 411, $"{user} hung up before the end of {key}; the answer is finished and charged all the same.");

    public static void FeeRaised(NodeLog log, string what, SentTransaction version) => log.Write(
        NodeLogLevel.Warning, 416,
        $"{what} is passed over by the chain: transaction {version.Hash} offers {new TokenAmount(version.MaxFeePerGas):gwei} per gas at its "
        + $"nonce {version.Nonce}.");

    public static void Approved(NodeLog log, Address provider) => log.Write(
        NodeLogLevel.Information, 415, $"The signer of {provider} was approved in the name of the development chain's operator.");
}
