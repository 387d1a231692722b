BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $env:ZEROG_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "zerog-$([guid]::NewGuid())"
    $folder = (New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "zerog-$([guid]::NewGuid())")).FullName
    $locationBefore = Get-Location
    Set-Location $folder
    Start-ZgDevNet -Name tokens
    $first = '0x7777777777777777777777777777777777777777'
    $second = '0x8888888888888888888888888888888888888888'
    Set-Content payments.csv "Id,Recipient,Amount`nA-1,$first,1.5`nA-2,$second,0.25"
}

AfterAll {
    Stop-ZgNode tokens
    Set-Location $locationBefore
    Remove-Item $folder -Recurse
    if (Test-Path $env:ZEROG_HOME) { Remove-Item $env:ZEROG_HOME -Recurse }
    $env:ZEROG_HOME = $homeBefore
}

Describe 'Send-ZgToken' {
    It 'pays no line of a CSV file twice' {
        $paid = Import-Csv payments.csv | Send-ZgToken -Confirm:$false
        $again = Import-Csv payments.csv | Send-ZgToken -Confirm:$false
        $again.AlreadySent | Should -Not -Contain $false
        "$($again.Transaction)" | Should -Be "$($paid.Transaction)"
        "$((Get-ZgBalance $first).Amount)" | Should -Be '1.5 0G'
    }

    It 'pays nothing with -WhatIf' {
        Send-ZgToken $first 1 -WhatIf
        "$((Get-ZgBalance $first).Amount)" | Should -Be '1.5 0G'
    }

    It 'refuses an address with a wrong digit' {
        { Send-ZgToken 0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266 1 -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'ZgAddressInvalid,*'
    }
}

Describe 'Get-ZgTransaction' {
    It 'takes back what Send-ZgToken wrote to a CSV file' {
        Import-Csv payments.csv | Send-ZgToken -Confirm:$false | Export-Csv paid.csv
        $found = Import-Csv paid.csv | Get-ZgTransaction
        $found | Should -HaveCount 2
        "$($found.State)" | Should -Be 'Succeeded Succeeded'
        "$($found.Amount)" | Should -Be '1.5 0G 0.25 0G'
    }

    It 'shows hashes, addresses and amounts as text in JSON' {
        $json = Send-ZgToken $first 1 -Reference json -Confirm:$false | ConvertTo-Json
        $json | Should -Match '0x[0-9a-f]{64}'
        $json | Should -Match $first
        $json | Should -Match '"Value": "1 0G"'
    }

    It 'reports a hash that nobody knows' {
        { Get-ZgTransaction "0x$('1' * 64)" -ErrorAction Stop } | Should -Throw -ErrorId 'ZgTransactionNotFound,*'
    }
}

Describe 'Wait-ZgTransaction' {
    It 'takes the rows of a CSV file and emits the final state' {
        Send-ZgToken $second 1 -SkipWait -Confirm:$false | Export-Csv sent.csv
        "$((Import-Csv sent.csv | Wait-ZgTransaction).State)" | Should -Be 'Succeeded'
    }
}
