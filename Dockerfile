# The demonstration in a container, against the mock API or, with RTK_API_TOKEN
# and RTK_ACCOUNT_ID in the environment, against that account.
#
#   docker build -t rtk_fdw .
#   docker run --rm rtk_fdw
FROM debian:trixie-slim
WORKDIR /usr/src/rtk_fdw

# The packages first: what follows changes more often.
COPY test/setup.sh test/
RUN test/setup.sh && rm -rf /var/lib/apt/lists/*

COPY . .
RUN test/build.sh

CMD ["test/demo.sh"]
