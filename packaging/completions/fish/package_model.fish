# Completion of package_model for fish, made from its --help by packaging/from_help/renew.py.

# Whether the command before the cursor is this one; '' is none.
function __package_model_command_is
    set -l with_value --output --region --profile --endpoint-url --ca-bundle --client-certificate --client-key --bearer-token-file \
        --header --timeout --connect-timeout --max-attempts --project-name --model-version --job-name --description \
        --client-token --poll-interval --component-name --component-version --component-description --s3-bucket \
        --s3-prefix --tag --target-device --target-os --target-arch --target-accelerator --compiler-options \
        --cli-input-json --status --max-items --page-size
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l is_value false
    for word in $words
        if $is_value
            set is_value false
        else if contains -- $word $with_value
            set is_value true
        else if not string match -q -- '-*' $word
            set command $word
            break
        end
    end
    test "$command" = "$argv[1]"
end

complete -c package_model -f
complete -c package_model -l output -x -a 'text json' -d 'json uses the service\'s member names'
complete -c package_model -l debug -d 'Print a line per attempt to standard error'
complete -c package_model -s h -l help -d 'Print this help'
complete -c package_model -l region -x -d 'Region of the service, such as eu-west-1'
complete -c package_model -l profile -x -d 'Profile in ~/.aws/config and ~/.aws/credentials'
complete -c package_model -l endpoint-url -x -d 'https://HOST[:PORT][/PATH] of the service, or unix:/PATH of its Unix socket'
complete -c package_model -l ca-bundle -r -F -d 'Authorities to trust, as PEM'
complete -c package_model -l client-certificate -r -F -d 'Certificate for a server that requests one, as PEM'
complete -c package_model -l client-key -r -F -d 'Key of the certificate, as PEM'
complete -c package_model -l allow-plaintext-http -d 'Allow http:// beyond this machine'
complete -c package_model -l no-sign-request -d 'Use no credentials, and send calls unsigned'
complete -c package_model -l bearer-token-file -r -F -d 'Send the token in it instead of a signature'
complete -c package_model -l header -x -d 'Header of every call, signed, such as an API key of a gateway'
complete -c package_model -l timeout -x -d 'Timeout of the whole command'
complete -c package_model -l connect-timeout -x -d 'Timeout of each connection, else 3.1'
complete -c package_model -l max-attempts -x -d 'The most attempts per call'
complete -c package_model -n '__package_model_command_is ""' -a start -d 'Start a packaging job'
complete -c package_model -n '__package_model_command_is ""' -a describe -d 'Describe a packaging job'
complete -c package_model -n '__package_model_command_is ""' -a wait -d 'Wait until jobs end, then describe them'
complete -c package_model -n '__package_model_command_is ""' -a list -d 'List the packaging jobs of a project'
complete -c package_model -n '__package_model_command_is ""' -l version -d 'Print the version'
complete -c package_model -n '__package_model_command_is "start"' -l project-name -x -d 'Project of the model'
complete -c package_model -n '__package_model_command_is "start"' -l model-version -x -d 'A number, or latest'
complete -c package_model -n '__package_model_command_is "start"' -l job-name -x -d 'Name of the job'
complete -c package_model -n '__package_model_command_is "start"' -l description -x -d 'Description of the job'
complete -c package_model -n '__package_model_command_is "start"' -l client-token -x -d 'To repeat a start whose outcome is unclear: the same token starts no second job, and --wait continues with the first, for 8 hours'
complete -c package_model -n '__package_model_command_is "start"' -l wait -d 'Wait until the job ends, then describe it'
complete -c package_model -n '__package_model_command_is "start"' -l poll-interval -x -d 'While waiting: time between two polls of a job, such as 0.5'
complete -c package_model -n '__package_model_command_is "start"' -l component-name -x -d 'Greengrass component to make'
complete -c package_model -n '__package_model_command_is "start"' -l component-version -x -d 'Version of the component'
complete -c package_model -n '__package_model_command_is "start"' -l component-description -x -d 'Description of the component'
complete -c package_model -n '__package_model_command_is "start"' -l s3-bucket -x -d 'Bucket for its artifacts'
complete -c package_model -n '__package_model_command_is "start"' -l s3-prefix -x -d 'Folder in the bucket'
complete -c package_model -n '__package_model_command_is "start"' -l tag -x -d 'Tag of the component'
complete -c package_model -n '__package_model_command_is "start"' -l target-device -x -a 'jetson_xavier' -d 'Device: jetson_xavier'
complete -c package_model -n '__package_model_command_is "start"' -l target-os -x -a 'LINUX' -d 'System of a platform: LINUX'
complete -c package_model -n '__package_model_command_is "start"' -l target-arch -x -a 'ARM64 X86_64' -d 'Processor of a platform: ARM64 or X86_64'
complete -c package_model -n '__package_model_command_is "start"' -l target-accelerator -x -a 'NVIDIA' -d 'Accelerator of a platform: NVIDIA'
complete -c package_model -n '__package_model_command_is "start"' -l compiler-options -x -d 'Compiler options of a platform, for example {"mcpu": "core-avx2"}'
complete -c package_model -n '__package_model_command_is "start"' -l cli-input-json -r -F -d 'Request in a file, or in standard input'
complete -c package_model -n '__package_model_command_is "start"' -l generate-cli-skeleton -d 'Print such a file with all members, and send nothing'
complete -c package_model -n '__package_model_command_is "describe"' -l project-name -x -d 'Project of the job'
complete -c package_model -n '__package_model_command_is "describe"' -l job-name -x -d 'The job'
complete -c package_model -n '__package_model_command_is "describe"' -l cli-input-json -r -F -d 'Request in a file, or in standard input'
complete -c package_model -n '__package_model_command_is "describe"' -l generate-cli-skeleton -d 'Print such a file with all members, and send nothing'
complete -c package_model -n '__package_model_command_is "wait"' -l project-name -x -d 'Project of the jobs'
complete -c package_model -n '__package_model_command_is "wait"' -l job-name -x -d 'A job'
complete -c package_model -n '__package_model_command_is "wait"' -l poll-interval -x -d 'While waiting: time between two polls of a job, such as 0.5'
complete -c package_model -n '__package_model_command_is "wait"' -l cli-input-json -r -F -d 'Request in a file, or in standard input'
complete -c package_model -n '__package_model_command_is "wait"' -l generate-cli-skeleton -d 'Print such a file with all members, and send nothing'
complete -c package_model -n '__package_model_command_is "list"' -l project-name -x -d 'Project of the jobs'
complete -c package_model -n '__package_model_command_is "list"' -l status -x -a 'CREATED RUNNING SUCCEEDED FAILED' -d 'Status of the jobs: CREATED, RUNNING, SUCCEEDED or FAILED'
complete -c package_model -n '__package_model_command_is "list"' -l max-items -x -d 'The most jobs to list'
complete -c package_model -n '__package_model_command_is "list"' -l page-size -x -d 'Jobs to ask for at a time, 1 to 100'
complete -c package_model -n '__package_model_command_is "list"' -l cli-input-json -r -F -d 'Request in a file, or in standard input'
complete -c package_model -n '__package_model_command_is "list"' -l generate-cli-skeleton -d 'Print such a file with all members, and send nothing'
