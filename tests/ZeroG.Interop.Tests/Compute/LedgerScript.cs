using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using static ZeroG.Interop.Tests.Compute.ComputeActors;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>What owners and users do with the ledger, right and wrong, in an order in which it means something.</summary>
internal sealed class LedgerScript(OfficialCompute contracts)
{
    private static readonly string TooLong = new('x', 4097);

    /// <summary>The services are registered, and recommended.</summary>
    public IEnumerable<ComputeStep> Register()
    {
        Address user = Users[0];
        AbiFunction register = LedgerContract.RegisterService;
        yield return Call(user, LedgerContract.GetRecommendedService, "inference").Tried();
        yield return Call(user, register, "inference", "v1.0", contracts.Inference, "");
        yield return Call(Owner, register, "inference", "v1.0", Address.Zero, "");
        yield return Call(Owner, register, "", "v1.0", contracts.Inference, "");
        yield return Call(Owner, register, "inference", "", contracts.Inference, "");
        yield return Call(Owner, register, "inference", "v1.0", user, "");
        yield return Call(Owner, register, "inference", "v1.0", contracts.Ledger, "");
        yield return Call(Owner, register, "inference", "v1.0", contracts.Inference, "of inference");
        yield return Call(Owner, register, "inference", "v2.0", contracts.Inference, "");
        yield return Call(Owner, register, "inference", "v1.0", contracts.FineTuning, "");
        yield return Call(Owner, register, "fine-tuning", "v1.0", contracts.FineTuning, "of fine-tuning");
        yield return Call(user, LedgerContract.SetRecommendedService, "inference", "v1.0");
        yield return Call(Owner, LedgerContract.SetRecommendedService, "inference", "v3.0");
        yield return Call(Owner, LedgerContract.SetRecommendedService, "inference", "v1.0");
        yield return Call(Owner, LedgerContract.SetRecommendedService, "inference", "v1.0");
        yield return Call(Owner, LedgerContract.SetRecommendedService, "fine-tuning", "v1.0");
        foreach (AbiFunction view in (AbiFunction[])[LedgerContract.GetRecommendedService, LedgerContract.GetAllVersions])
        {
            yield return Call(user, view, "inference").Tried();
            yield return Call(user, view, "nothing").Tried();
        }

        yield return Call(user, LedgerContract.IsRecommendedVersion, "inference", "v1.0").Tried();
        yield return Call(user, LedgerContract.IsRecommendedVersion, "inference", "v2.0").Tried();
        yield return Call(user, LedgerContract.GetServiceInfo, user).Tried();
        yield return Call(user, LedgerContract.GetServiceAddressByName, "nothing-v1").Tried();
    }

    /// <summary>The owner of each contract passes it on and gets it back; none can be set up again.</summary>
    public IEnumerable<ComputeStep> Own()
    {
        foreach (Address contract in (Address[])[contracts.Ledger, contracts.Inference, contracts.FineTuning])
        {
            yield return ComputeStep.Of(Users[0], contract, LedgerContract.TransferOwnership, Users[0]);
            yield return ComputeStep.Of(Owner, contract, LedgerContract.TransferOwnership, Address.Zero);
            yield return ComputeStep.Of(Owner, contract, LedgerContract.TransferOwnership, Users[0]);
            yield return ComputeStep.Of(Owner, contract, LedgerContract.RenounceOwnership);
            yield return ComputeStep.Of(Owner, contract, LedgerContract.Owner).Tried();
            yield return ComputeStep.Of(Users[0], contract, LedgerContract.RenounceOwnership).Tried();
            yield return ComputeStep.Of(Users[0], contract, LedgerContract.TransferOwnership, Owner);
            yield return ComputeStep.Of(Users[0], contract, LedgerContract.Initialized).Tried();
            yield return ComputeStep.Of(Users[0], contract, LedgerContract.DeleteLedger).With("1");
            yield return new ComputeStep("transfer", Users[0], contract, [], 1);
            yield return new ComputeStep("unknown function", Users[0], contract, [1, 2, 3, 4], 0);
            yield return new ComputeStep("half a selector", Users[0], contract, [1, 2], 0);
        }

        yield return Call(Owner, LedgerContract.Initialize, Owner);
        yield return ComputeStep.Of(Owner, contracts.Inference, InferenceContract.Initialize, 3600, contracts.Ledger, Owner);
        yield return ComputeStep.Of(Owner, contracts.FineTuning, FineTuningContract.Initialize, 3600, contracts.Ledger, Owner, 30);
        AbiFunction[] limits =
        [
            LedgerContract.MaxAdditionalInfoLength, LedgerContract.MaxProvidersPerBatch, LedgerContract.MaxProvidersPerUserPerService,
            LedgerContract.MaxServices, LedgerContract.MinAccountBalance, LedgerContract.MinTransferAmount,
        ];
        foreach (AbiFunction limit in limits)
        {
            yield return Call(Owner, limit).Tried();
        }
    }

    /// <summary>Money comes in and goes out.</summary>
    public IEnumerable<ComputeStep> Deposit()
    {
        yield return Call(Users[0], LedgerContract.AddLedger, "note").With("2.999");
        yield return Call(Users[0], LedgerContract.AddLedger, TooLong).With("5");
        yield return Call(Users[0], LedgerContract.AddLedger, "note").With("500");
        yield return Call(Users[0], LedgerContract.AddLedger, "note").With("5");
        yield return Call(Users[1], LedgerContract.DepositFund);
        yield return Call(Users[1], LedgerContract.DepositFund).With("1");
        yield return Call(Users[1], LedgerContract.DepositFund).With("500");
        yield return Call(Users[1], LedgerContract.DepositFund).With("0.000000000000000001");
        yield return Call(Owner, LedgerContract.DepositFundFor, Address.Zero).With("3");
        yield return Call(Owner, LedgerContract.DepositFundFor, Users[2]);
        yield return Call(Owner, LedgerContract.DepositFundFor, Users[2]).With("2");
        yield return Call(Owner, LedgerContract.DepositFundFor, Users[2]).With("500");
        yield return Call(Owner, LedgerContract.DepositFundFor, Users[2]).With("0.1");
        yield return Call(Users[0], LedgerContract.UpdateAdditionalInfo, "other ünote");
        yield return Call(Users[0], LedgerContract.UpdateAdditionalInfo, TooLong);
        yield return Call(Providers[0], LedgerContract.UpdateAdditionalInfo, "nobody");
        yield return Call(Users[0], LedgerContract.Refund, Wei("501"));
        yield return Call(Users[0], LedgerContract.Refund, Wei("499"));
        yield return Call(Users[0], LedgerContract.Refund, Wei("100"));
        yield return Call(Providers[0], LedgerContract.Refund, 0);
        yield return Call(Users[0], LedgerContract.DeleteLedger);
        yield return Call(Providers[0], LedgerContract.DeleteLedger);

        // Pages whose ends are more than a number holds.
        BigInteger largest = (BigInteger.One << 256) - 1;
        yield return Call(Owner, LedgerContract.GetAllLedgers, 0, largest).Tried();
        yield return Call(Owner, LedgerContract.GetAllLedgers, 1, largest).Tried();
        yield return Call(Owner, LedgerContract.GetAllLedgers, largest, 1).Tried();

        // A user that takes no money: a contract.
        yield return Call(Owner, LedgerContract.DepositFundFor, contracts.Inference).With("3");
        yield return Call(contracts.Inference, LedgerContract.Refund, Wei("3")).Tried();
        yield return Call(contracts.Inference, LedgerContract.SpendFund, Users[1], 1).Tried();
        yield return Call(contracts.Inference, LedgerContract.SpendFund, Providers[0], 1).Tried();
        yield return Call(Users[1], LedgerContract.SpendFund, Users[1], 1);
    }

    /// <summary>Money goes to providers, whom the user trusts with it.</summary>
    public IEnumerable<ComputeStep> Transfer()
    {
        Address user = Users[0];
        yield return Transfer(Providers[0], Providers[1], InferenceName, "1");
        yield return Transfer(user, Providers[0], "inference-v9", "1");
        yield return Transfer(user, Providers[0], "inference", "1");
        yield return Transfer(user, Providers[0], InferenceName, "0.999");
        yield return Transfer(user, Providers[0], InferenceName, "401");
        foreach (string service in (string[])[InferenceName, FineTuningName])
        {
            yield return Transfer(user, user, service, "1");
            yield return Transfer(user, Address.Zero, service, "1");
            yield return Transfer(user, Providers[0], service, "20");
            yield return Transfer(user, Providers[0], service, "0.1");
            yield return Transfer(user, Providers[0], service, "0");
            yield return Transfer(user, Providers[0], service, "1000");
            yield return Transfer(user, Providers[1], service, "2");
            yield return Transfer(Users[1], Providers[0], service, "10");
        }

        yield return Retrieve(user, InferenceName, [.. Enumerable.Repeat(Providers[0], 21)]);
        yield return Retrieve(user, "nothing-v1", Providers[0]);
        yield return Retrieve(Providers[0], InferenceName, Providers[0]);
        yield return Call(user, LedgerContract.GetLedgerProviders, user, "nothing-v1").Tried();
        yield return Call(user, LedgerContract.DeleteLedger);
        foreach (ComputeStep step in Forge())
        {
            yield return step;
        }
    }

    /// <summary>Refunds in all forms: asked for, cancelled, full, released, moved up.</summary>
    public IEnumerable<ComputeStep> Refund(string service)
    {
        (Address user, Address provider) = (Users[1], Providers[0]);
        yield return Retrieve(user, service, provider);
        yield return Retrieve(user, service, provider);
        foreach (string amount in (string[])["4", "3", "2", "1"])
        {
            yield return Transfer(user, provider, service, amount).After(600);
            yield return Retrieve(user, service, provider, Providers[2], provider);
        }

        yield return Transfer(user, provider, service, "0.5");
        yield return Retrieve(user, service, provider);
        yield return Transfer(user, provider, service, "3.5");
        yield return Retrieve(user, service, provider);
        yield return Retrieve(user, service, provider).After(86_400 - 900);
        yield return Transfer(user, provider, service, "0.25");
        yield return Retrieve(user, service, provider).After(900);
        yield return Transfer(user, provider, service, "100");
        yield return Retrieve(user, service, provider);
        yield return Retrieve(user, service, provider).After(86_399);
        yield return Retrieve(user, service, provider).After(1);
        yield return Transfer(user, provider, service, "10");
    }

    /// <summary>Everything comes back, and the ledger goes; its accounts go with it, and come again.</summary>
    public IEnumerable<ComputeStep> Leave()
    {
        Address user = Users[0];
        foreach (string service in (string[])[InferenceName, FineTuningName, InferenceName, FineTuningName])
        {
            yield return Retrieve(user, service, [user, Address.Zero, .. Providers]).After(43_200);
            yield return Retrieve(user, service, [user, Address.Zero, .. Providers]).After(43_200);
        }

        yield return ComputeStep.Of(user, contracts.Inference, InferenceContract.AcknowledgeTEESigner, Providers[0], false);
        yield return ComputeStep.Of(user, contracts.FineTuning, InferenceContract.AcknowledgeTEESigner, Providers[0], false);
        yield return Call(user, LedgerContract.DeleteLedger);
        yield return Call(user, LedgerContract.DepositFund).With("7");
        yield return Transfer(user, Providers[1], InferenceName, "3");
        yield return Transfer(user, Providers[0], FineTuningName, "2");
    }

    /// <summary>More providers than a user can have.</summary>
    public IEnumerable<ComputeStep> Crowd() =>
        Enumerable.Range(1, 51).Select(i => Transfer(Users[2], Address.Parse($"0x{i:x40}"), InferenceName, i == 51 ? "900" : "1"));

    private ComputeStep Call(Address from, AbiFunction function, params object?[] arguments) =>
        ComputeStep.Of(from, contracts.Ledger, function, arguments);

    private ComputeStep Transfer(Address user, Address provider, string service, string amount) =>
        Call(user, LedgerContract.TransferFund, provider, service, Wei(amount));

    private ComputeStep Retrieve(Address user, string service, params Address[] providers) =>
        Call(user, LedgerContract.RetrieveFund, providers, service);

    /// <summary>Calls that are the ledger's alone, by others, and by the ledger with what it never sends.</summary>
    private IEnumerable<ComputeStep> Forge()
    {
        (Address user, Address provider) = (Users[0], Providers[0]);
        foreach (Address service in (Address[])[contracts.Inference, contracts.FineTuning])
        {
            foreach (Address from in (Address[])[user, contracts.Ledger])
            {
                ComputeStep[] steps =
                [
                    ComputeStep.Of(from, service, InferenceContract.AddAccount, user, provider, "again"),
                    ComputeStep.Of(from, service, InferenceContract.AddAccount, user, Providers[2], TooLong),
                    ComputeStep.Of(from, service, InferenceContract.AddAccount, Address.Zero, provider, ""),
                    ComputeStep.Of(from, service, InferenceContract.AddAccount, user, Address.Zero, ""),
                    ComputeStep.Of(from, service, InferenceContract.AddAccount, provider, provider, ""),
                    ComputeStep.Of(from, service, InferenceContract.DepositFund, user, provider, 0),
                    ComputeStep.Of(from, service, InferenceContract.DepositFund, user, Providers[2], 0),
                    ComputeStep.Of(from, service, InferenceContract.DepositFund, Address.Zero, provider, 0),
                    ComputeStep.Of(from, service, InferenceContract.DepositFund, provider, provider, 0),
                    ComputeStep.Of(from, service, InferenceContract.RequestRefundAll, user, Providers[2]),
                    ComputeStep.Of(from, service, InferenceContract.ProcessRefund, user, Providers[2]),
                    ComputeStep.Of(from, service, InferenceContract.ProcessRefund, user, provider),
                    ComputeStep.Of(from, service, InferenceContract.DeleteAccount, user, Providers[2]),
                ];
                foreach (ComputeStep step in steps)
                {
                    yield return step.Tried();
                }
            }
        }
    }
}
