using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;

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

    /// <summary>The account that pays, and that the log names unless another submitter is asked for.</summary>
    Address Payer { get; }

    /// <summary>Number of the newest block, by which nodes that lag are told from others.</summary>
    Task<long> GetBlockNumberAsync(CancellationToken cancellationToken);

    /// <summary>Files in the log; the sequence number that the next one gets.</summary>
    Task<long> GetSubmissionCountAsync(CancellationToken cancellationToken);

    /// <summary>The market's price of one sector now, in neuron.</summary>
    Task<BigInteger> GetPricePerSectorAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Signs one transaction for all the files, gives it to <paramref name="remember"/>, and only when that has returned sends it to the
    /// chain.
    /// </summary>
    /// <param name="submissions">The files, at least one; each takes its place in the log in this order.</param>
    /// <param name="fee">The exact storage fee of all of them.</param>
    /// <param name="submitter">Whom the log shall name; null for <see cref="Payer"/>.</param>
    /// <param name="remember">Puts the signed transaction where a later run finds it. Called again if the chain refuses what was signed
    /// and another was signed in its place.</param>
    /// <param name="cancellationToken">Stops before or while sending; what was remembered stays valid.</param>
    /// <exception cref="ZeroGException">
    /// The chain refuses it, among others with <c>ZgInsufficientFunds</c>, or <c>ZgBatchTooLarge</c> for more files than fit into one
    /// transaction: then it is certain that nothing was sent. A submission that may or may not have arrived is returned;
    /// <see cref="WaitAsync"/> finds out.
    /// </exception>
    Task<PendingSubmission> SubmitAsync(
        IReadOnlyList<Submission> submissions, TokenAmount fee, Address? submitter, Action<PendingSubmission> remember,
        CancellationToken cancellationToken);

    /// <summary>
    /// Waits until the fate of a submission is certain. One that the chain does not know is sent again, the same bytes, which cannot pay
    /// twice. One that the chain passes over because of its fee is signed again at the same nonce with a higher one, which cannot pay
    /// twice either.
    /// </summary>
    /// <param name="pending">From <see cref="SubmitAsync"/>, perhaps of an earlier run.</param>
    /// <param name="patience">How long to wait, and how far the fee may rise.</param>
    /// <param name="remember">Puts a further signed version where a later run finds it, before it is sent.</param>
    /// <param name="cancellationToken">Stops waiting; the transaction goes its way.</param>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>: nothing is certain yet.</exception>
    Task<SubmissionOutcome> WaitAsync(
        PendingSubmission pending, TransactionPatience patience, Action<PendingSubmission> remember, CancellationToken cancellationToken);
}
