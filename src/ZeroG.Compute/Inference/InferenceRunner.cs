using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// Asks one thing after the other, or many at once, within a budget: reads files, sets money aside, asks, verifies and writes the answer.
/// </summary>
/// <param name="client">Asks.</param>
/// <param name="budget">What all of them may cost.</param>
/// <param name="verify">Whether each answer is compared with what its provider signed.</param>
public sealed class InferenceRunner(InferenceClient client, CostBudget budget, bool verify)
{
    /// <summary>Asks.</summary>
    /// <param name="offer">Whom, and which model.</param>
    /// <param name="job">What.</param>
    /// <param name="onText">Takes the text of a chat as it comes; null to wait for the whole.</param>
    /// <param name="cancellationToken">Stops it; what was sent may be charged all the same.</param>
    /// <exception cref="ZeroGException">Nothing came that could be handed out.</exception>
    public async Task<InferenceOutcome> RunAsync(
        ModelOffer offer, InferenceJob job, Func<string, Task>? onText = null, CancellationToken cancellationToken = default)
    {
        JobCall call = await JobCall.OpenAsync(offer, job, cancellationToken);
        await using AnswerFiles files = await AnswerFiles.CreateAsync(job.OutPaths, job.Overwrite);
        InferenceAnswer answer = await AskAsync(call, onText, cancellationToken);
        List<ZeroGException> failures = [];
        IReadOnlyList<string> paths = await TryAsync(() => files.WriteAsync(answer, CancellationToken.None), failures) ?? [];
        ResponseVerification? verification = verify ? await VerifyAsync(answer, failures, cancellationToken) : null;
        return new InferenceOutcome(Result(call, answer, paths, verification, onText is not null), failures, Remark(answer, verification));
    }

    private async Task<InferenceAnswer> AskAsync(JobCall call, Func<string, Task>? onText, CancellationToken cancellationToken)
    {
        TokenAmount reserved = await budget.ReserveAsync(call.Plan, cancellationToken);
        // What fails on the way may be charged; what was refused is not.
        TokenAmount spent = reserved;
        try
        {
            InferenceAnswer answer = await call.AskAsync(client, isLimited: !reserved.IsZero, onText, cancellationToken);
            spent = answer.Fee;
            return answer;
        }
        catch (ZeroGException failure) when (failure.ErrorId is not (
            "ZgAnswerCut" or "ZgStreamMalformed" or "ZgProviderAnswerInvalid" or "ZgProviderTimeout" or "ZgProviderUnreachable"))
        {
            spent = TokenAmount.Zero;
            throw;
        }
        finally
        {
            budget.Settle(reserved, spent);
        }
    }

    private async Task<ResponseVerification> VerifyAsync(
        InferenceAnswer answer, List<ZeroGException> failures, CancellationToken cancellationToken)
    {
        ResponseVerification verification = await TryAsync(() => client.VerifyAsync(answer, cancellationToken), failures)
            ?? ResponseVerification.Unchecked(failures[^1].Message);
        Address provider = answer.Offer.Service.Provider;
        if (verification.Signature == VerificationFact.Failed)
        {
            failures.Add(new ZeroGException(
                "ZgSignatureWrong", ErrorKind.SecurityError,
                $"The answer of {provider} is not signed by its signer. {verification.Detail} Do not rely on it.", provider));
        }
        else if (verification.Response == VerificationFact.Failed)
        {
            failures.Add(new ZeroGException(
                "ZgAnswerAltered", ErrorKind.SecurityError,
                $"The answer of {provider} is not the one that was signed. {verification.Detail} Do not rely on it.", provider));
        }

        if (!answer.IsModelAsked)
        {
            failures.Add(new ZeroGException("ZgModelWrong", ErrorKind.SecurityError, OtherModel(answer) + " Do not rely on it.", provider));
        }

        return verification;
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> action, List<ZeroGException> failures)
        where T : class
    {
        try
        {
            return await action();
        }
        catch (ZeroGException failure)
        {
            failures.Add(failure);
            return null;
        }
    }

    private InferenceResult Result(
        JobCall call, InferenceAnswer answer, IReadOnlyList<string> paths, ResponseVerification? verification, bool wasStreamed) => new()
        {
            Id = call.Job.Id,
            Prompt = call.Job.Prompt,
            Answer = answer.Text,
            Model = answer.Offer.Model,
            Provider = answer.Offer.Service.Provider,
            ServiceType = answer.Offer.Service.ServiceType,
            InputCount = Whole(answer.Usage.Input),
            OutputCount = Whole(answer.Usage.Output),
            Fee = answer.Fee,
            FinishReason = answer.FinishReason,
            Verification = verification,
            ChatId = answer.ChatId,
            Paths = paths,
            Images = paths.Count > 0 ? [] : answer.Images,
            Vector = answer.Vectors.Count > 0 ? answer.Vectors[0].ToArray() : null,
            WasStreamed = wasStreamed && call.IsChat,
            Duration = answer.Duration,
            CreatedAt = DateTimeOffset.Now,
            Network = client.Compute.Network.Name,
        };

    private string? Remark(InferenceAnswer answer, ResponseVerification? verification)
    {
        if (!verify && !answer.IsModelAsked)
        {
            return OtherModel(answer);
        }

        bool isOtherRequest = verification is { Signature: VerificationFact.Passed, Request: VerificationFact.Failed };
        return isOtherRequest
            ? $"{answer.Offer.Service.Provider} signs another request than was sent, so its answers do not count as verified; brokers do "
                + "that when they rewrite the model's name."
            : answer.IsUsageReported ? null
            : $"{answer.Offer.Service.Provider} reports no usage; fees are estimated by what brokers then charge.";
    }

    private static string OtherModel(InferenceAnswer answer) =>
        $"{answer.Offer.Service.Provider} answered with model {ForeignText.Clean(answer.AnsweringModel!, 100)}; "
        + $"{ForeignText.Clean(answer.Offer.Model, 100)} was asked for.";

    private static long Whole(BigInteger count) => (long)BigInteger.Min(count, long.MaxValue);
}
