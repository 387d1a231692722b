using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>The Flow contract of a network, as seen by an account that submits files and pays for them.</summary>
public interface IFlow
{
    /// <summary>Name of the network.</summary>
    string Network { get; }

    /// <summary>Id of its chain.</summary>
    long ChainId { get; }

    /// <summary>Address of the contract.</summary>
    Address Address { get; }

    /// <summary>The account that pays and that the log names.</summary>
    Address Submitter { get; }

    /// <summary>The market's price of one sector now, in neuron.</summary>
    Task<BigInteger> GetPricePerSectorAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Signs a submission, gives it to <paramref name="remember"/>, and only when that has returned sends it to the chain.
    /// </summary>
    /// <param name="submission">The file.</param>
    /// <param name="fee">Its exact storage fee.</param>
    /// <param name="remember">Puts the signed transaction where a later run finds it.</param>
    /// <param name="cancellationToken">Stops before or while sending; what was remembered stays valid.</param>
    /// <exception cref="ZeroGException">
    /// The chain refuses it, among others with <c>ZgInsufficientFunds</c>: then it is certain that nothing was sent. A submission that may
    /// or may not have arrived is returned; <see cref="WaitAsync"/> finds out.
    /// </exception>
    Task<PendingSubmission> SubmitAsync(
        Submission submission, TokenAmount fee, Action<PendingSubmission> remember, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until the fate of a submission is certain. One that the chain does not know is sent again, the same bytes, which cannot pay
    /// twice.
    /// </summary>
    /// <param name="pending">From <see cref="SubmitAsync"/>, perhaps of an earlier run.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellationToken">Stops waiting; the transaction goes its way.</param>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>: nothing is certain yet.</exception>
    Task<SubmissionOutcome> WaitAsync(PendingSubmission pending, TimeSpan timeout, CancellationToken cancellationToken);
}
