using System.Net;
using System.Net.Http.Json;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>Every reason for which a task is not taken, with its status and the words of official brokers.</summary>
public sealed class TaskAdmissionTests
{
    private const string Data = MarketUser.SomeDataset;

    private const string Good =
        """{"neftune_noise_alpha":5,"num_train_epochs":2,"per_device_train_batch_size":2,"max_steps":-1""";

    [Fact]
    public async Task Create_UnknownModel_IsRefusedWithTheListOfModels()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        NewTaskRecord task = user.Task(Data, new ServedModel("other", Hash256.Keccak("other"u8), ""));

        string words = await user.RefusedAsync(task, HttpStatusCode.BadRequest);

        Assert.StartsWith("Provider: register service: unsupported model", words, StringComparison.Ordinal);
        Assert.Contains("zerog-stand-in", words, StringComparison.Ordinal);
        Assert.Contains("mock-model", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no JSON", "not valid JSON")]
    [InlineData("""{"num_train_epochs":2}""", "neftune_noise_alpha")]
    [InlineData(Good + ""","learning_rate":2e-4}""", "learning_rate")]
    [InlineData(Good + ""","learning_rate":0.0002,"fp16":true}""", "fp16")]
    [InlineData("""{"num_train_epochs":0}""", "num_train_epochs")]
    public async Task Create_BadConfiguration_IsRefusedByTheNameOfTheKey(string config, string named)
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();

        string words = await user.RefusedAsync(user.Task(Data, ServedModel.Mock, config), HttpStatusCode.BadRequest);

        Assert.Contains(named, words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SignedByAnother_OrOverOtherValues_IsRefused()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        MarketUser other = market.Stranger(3);
        NewTaskRecord good = user.Task(Data);
        NewTaskRecord[] bad =
        [
            good with { Signature = other.Task(Data).Signature },
            good with { DatasetHash = Data.ToUpperInvariant() },
            good with { Nonce = "1" },
            good with { Nonce = "-1" },
            good with { Nonce = "9" + new string('9', 90) },
            good with { Signature = good.Signature[..^2] + "1d" },
            good with { Signature = "0x" },
        ];

        foreach (NewTaskRecord task in bad)
        {
            string words = await user.RefusedAsync(task, HttpStatusCode.Unauthorized);
            Assert.Contains("signature verification failed", words, StringComparison.Ordinal);
        }

        Assert.Contains(
            "not the one in the path", await user.RefusedAsync(other.Task(Data), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_AddressInLowerCase_IsTheSameUser()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        NewTaskRecord task = user.Task(Data) with { UserAddress = user.Address.ToLowerString() };

        using HttpResponseMessage answer = await user.PostAsync(task, user.Address.ToLowerString());

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Single(await user.Client.GetTasksAsync());
    }

    [Fact]
    public async Task Create_NonceOfASettledTask_IsRefused()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        NewTaskRecord first = user.Task(market.Storage.Add(MarketBench.Dataset()).ToString());
        Guid task = await user.Client.CreateTaskAsync(first);
        await market.RunAsync();
        await user.AcknowledgeAsync(task);
        await market.RunAsync();

        Assert.Contains("invalid nonce", await user.RefusedAsync(first, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NoAccount_OrMoneyAskedBack_IsRefused()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser nobody = market.Stranger(4);
        string words = await nobody.RefusedAsync(nobody.Task(Data), HttpStatusCode.BadRequest);
        Assert.Contains("no fine-tuning sub-account", words, StringComparison.Ordinal);

        MarketUser user = await market.UserAsync();
        await user.Account.RequestRefundAsync(ServiceKind.FineTuning, [market.Provider]).ToListAsync();
        Assert.Contains(
            "insufficient account balance after pending refund",
            await user.RefusedAsync(user.Task(Data), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SignerNotApproved_IsRefused()
    {
        await using MarketBench market = await MarketBench.OpenAsync();
        await market.ServeAsync();
        MarketUser user = await market.UserAsync();

        string words = await user.RefusedAsync(user.Task(Data), HttpStatusCode.BadRequest);

        Assert.EndsWith("service not acknowledge the tee signer", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SecondOfAUser_AndAnotherUsersWithoutWaiting_AreRefused()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        MarketUser other = await market.UserAsync(3);
        await user.CreateAsync();

        Assert.EndsWith(
            "cannot create a new task while there is an unfinished task",
            await user.RefusedAsync(user.Task(Data, wait: true), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.EndsWith(
            "cannot create a new task while there are in-progress tasks",
            await other.RefusedAsync(other.Task(Data), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(1, await other.Client.GetPendingCountAsync());
        Guid waiting = await other.CreateAsync(wait: true);
        Assert.Contains("There are 1 tasks in the queue ahead.", await other.LogAsync(waiting), StringComparison.Ordinal);
        Assert.Equal(2, await other.Client.GetPendingCountAsync());
    }

    [Fact]
    public async Task Create_MoreThanTheQueueHolds_IsRefused()
    {
        await using MarketBench market = await MarketBench.ServingAsync(new FineTuningProviderOptions { QueueLimit = 1 });
        await (await market.UserAsync(2)).CreateAsync();
        await (await market.UserAsync(3)).CreateAsync(wait: true);
        MarketUser late = await market.UserAsync(4);

        Assert.EndsWith(
            "task queue is full", await late.RefusedAsync(late.Task(Data, wait: true), HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ManyAtOnce_OneUserGetsOne()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        NewTaskRecord[] tasks = [.. Enumerable.Range(0, 8).Select(_ => user.Task(Data, wait: true))];

        HttpResponseMessage[] answers = await Task.WhenAll(tasks.Select(task => user.PostAsync(task)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
    }

    [Fact]
    public async Task Cancel_BeforeTraining_FailsTheTaskAndFreesTheUser()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();

        await user.Client.CancelTaskAsync(task);

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Contains("Cancelled by its user.", await user.LogAsync(task), StringComparison.Ordinal);
        await market.RunAsync();
        Assert.Equal(0, market.Storage.Stored);
        await user.CreateAsync();
    }

    [Fact]
    public async Task Cancel_WhileItIsSetUp_StaysCancelled()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        Guid task = await user.CreateAsync();
        market.Storage.BeforeFetch = () => user.Client.CancelTaskAsync(task);

        await market.RunAsync();

        Assert.Equal(FineTuningState.Failed, await user.StateAsync(task));
        Assert.Equal(0, market.Storage.Stored);
    }

    [Fact]
    public async Task Cancel_TooLate_Foreign_Unknown_OrNotSigned_IsRefused()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync();
        MarketUser other = market.Stranger(3);
        Guid task = await user.CreateAsync();

        string signedByOther = TaskSignatures.Sign(other.Wallet, TaskSignatures.CancelTask(task));
        Assert.Equal(HttpStatusCode.Unauthorized, await CancelAsync(market, user.Address, task, signedByOther));
        Assert.Equal(HttpStatusCode.Forbidden, await CancelAsync(market, other.Address, task, signedByOther));
        Guid unknown = Guid.NewGuid();
        Assert.Equal(
            HttpStatusCode.NotFound,
            await CancelAsync(market, user.Address, unknown, TaskSignatures.Sign(user.Wallet, TaskSignatures.CancelTask(unknown))));
        await market.RunAsync();

        ZeroGException late = await Assert.ThrowsAnyAsync<ZeroGException>(() => user.Client.CancelTaskAsync(task));
        Assert.Equal("ZgTaskNotCancellable", late.ErrorId);
        string signed = TaskSignatures.Sign(user.Wallet, TaskSignatures.CancelTask(task));
        Assert.Equal(HttpStatusCode.Conflict, await CancelAsync(market, user.Address, task, signed));
        Assert.Equal(FineTuningState.Delivered, await user.StateAsync(task));
    }

    private static async Task<HttpStatusCode> CancelAsync(MarketBench market, Address user, Guid task, string signature)
    {
        using HttpClient http = new();
        using HttpResponseMessage answer =
            await http.PostAsJsonAsync(new Uri(market.Uri, $"/v1/user/{user}/task/{task}/cancel"), new { signature });
        return answer.StatusCode;
    }
}
